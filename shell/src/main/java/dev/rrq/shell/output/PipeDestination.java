package dev.rrq.shell.output;

import dev.rrq.shell.failure.IoMessages;
import dev.rrq.shell.failure.ShellException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A command of the system's shell that reads the rows. */
public final class PipeDestination implements Destination {
  /** A command that was ended because nobody read what it wrote. */
  private static final int BROKEN_PIPE = 128 + 13;

  private final String command;
  private final Process process;
  private final Writer out;
  private final Optional<Thread> pump;
  private final boolean header;

  private PipeDestination(String command, Process process, Optional<Thread> pump, boolean header) {
    this.command = command;
    this.process = process;
    this.pump = pump;
    this.header = header;
    this.out = new ByteWriter(process.getOutputStream());
  }

  /** Runs a command whose output is this process's own, so that a pager has the terminal. */
  public static PipeDestination inherited(String command, boolean header) {
    Process process = start(command, Redirect.INHERIT);
    return new PipeDestination(command, process, Optional.empty(), header);
  }

  /** Runs a command whose output is copied to a writer. */
  public static PipeDestination copied(String command, boolean header, Writer output) {
    Process process = start(command, Redirect.PIPE);
    Thread pump = new Thread(() -> copy(process.getInputStream(), output), "rrq-pipe");
    pump.setDaemon(true);
    pump.start();
    return new PipeDestination(command, process, Optional.of(pump), header);
  }

  private static Process start(String command, Redirect output) {
    try {
      return new ProcessBuilder("/bin/sh", "-c", command)
          .redirectOutput(output)
          .redirectError(Redirect.INHERIT)
          .start();
    } catch (IOException e) {
      throw ShellException.failed("cannot run `" + command + "`: " + IoMessages.of(e), e);
    }
  }

  private static void copy(InputStream from, Writer to) {
    try (Reader reader = new InputStreamReader(from, StandardCharsets.UTF_8)) {
      reader.transferTo(to);
      to.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Appendable out() {
    return out;
  }

  @Override
  public boolean header() {
    return header;
  }

  @Override
  public boolean isProgram() {
    return true;
  }

  @Override
  public void commit() throws IOException {
    boolean wasRead = closeInput();
    int status = await();
    if (status != 0 && (wasRead || status != BROKEN_PIPE)) {
      throw ShellException.failed("`" + command + "` ended with status " + status);
    }
  }

  /** Ends the command's input; false if it had stopped reading before. */
  private boolean closeInput() throws IOException {
    try {
      out.close();
      return true;
    } catch (IOException e) {
      if (IoMessages.isBrokenPipe(e)) {
        return false;
      }
      throw e;
    }
  }

  private int await() {
    try {
      int status = process.waitFor();
      if (pump.isPresent()) {
        pump.get().join();
      }
      return status;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroy();
      throw ShellException.interrupted();
    }
  }

  @Override
  public void close() throws IOException {
    closeInput();
    if (process.isAlive()) {
      await();
    }
  }
}
