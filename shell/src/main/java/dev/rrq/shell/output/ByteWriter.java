package dev.rrq.shell.output;

import dev.rrq.shell.failure.ShellException;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Text in UTF-8 on its way to a stream of bytes, which can be had for what is no text. */
public final class ByteWriter extends Writer {
  private final OutputStream bytes;
  private final Writer text;

  /** A buffered writer. */
  public ByteWriter(OutputStream out) {
    this.bytes = new BufferedOutputStream(out);
    this.text = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
  }

  /**
   * The bytes below, behind all text that was written.
   *
   * @param format what is to be written, for the message
   */
  static OutputStream of(Appendable out, Format format) throws IOException {
    if (out instanceof ByteWriter writer) {
      writer.text.flush();
      return writer.bytes;
    }
    throw ShellException.failed(
        format + " is no text, and this is a terminal",
        "`QUERY > rows." + format + "` writes a file");
  }

  @Override
  public void write(char[] buffer, int offset, int length) throws IOException {
    text.write(buffer, offset, length);
  }

  @Override
  public void flush() throws IOException {
    text.flush();
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
