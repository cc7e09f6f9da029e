package dev.rrq.indexer.recording;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows the file into which QEMU writes the guest's console. */
final class ConsoleTail {

  private static final int BUFFER = 1 << 14;
  private static final int KEEP = 1 << 13;
  private static final String PANIC = "Kernel panic - not syncing";

  private final Path file;
  private final @Nullable OutputStream copy;
  private long position;
  private String tail = "";
  private boolean panicked;

  /** Follows a file that need not be there yet, and writes all of it to {@code copy}. */
  ConsoleTail(Path file, @Nullable OutputStream copy) {
    this.file = file;
    this.copy = copy;
  }

  /** Takes what is new. */
  void poll() {
    try (FileChannel channel = FileChannel.open(file)) {
      byte[] bytes = new byte[BUFFER];
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      for (int n = channel.read(buffer, position); n > 0; n = channel.read(buffer, position)) {
        position += n;
        take(bytes, n);
        buffer.clear();
      }
    } catch (NoSuchFileException e) {
      // QEMU has not made it yet.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(byte[] bytes, int length) throws IOException {
    if (copy != null) {
      copy.write(bytes, 0, length);
      copy.flush();
    }
    String text = tail + new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    panicked |= text.contains(PANIC);
    tail = text.substring(Math.max(0, text.length() - KEEP));
  }

  /** Whether the guest has written anything. */
  boolean isEmpty() {
    return position == 0;
  }

  /** Whether a Linux kernel said that it panicked. */
  boolean panicked() {
    return panicked;
  }

  /** The last lines, without control characters. */
  String lastLines(int count) {
    List<String> lines =
        tail.lines()
            .map(line -> line.replaceAll("\\p{Cntrl}", "").stripTrailing())
            .filter(line -> !line.isEmpty())
            .toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
  }
}
