package dev.rrq.shell.output;

import java.io.IOException;
import java.io.Writer;

/** The terminal or standard output: it stays open, and what it got cannot be taken back. */
public final class StreamDestination implements Destination {
  private final Writer out;

  public StreamDestination(Writer out) {
    this.out = out;
  }

  @Override
  public Appendable out() {
    return out;
  }

  @Override
  public boolean header() {
    return true;
  }

  @Override
  public boolean isProgram() {
    return false;
  }

  @Override
  public void commit() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.flush();
  }
}
