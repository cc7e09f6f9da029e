package dev.rrq.shell.console;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The {@code rrq} command on a real terminal, with a person's keys and eyes. */
final class TerminalSession implements AutoCloseable {
  private static final int COLUMNS = 100;
  private static final int ROWS = 30;
  private static final long PATIENCE_SECONDS = 60;

  private final PtyProcess process;
  private final StringBuilder screen = new StringBuilder();
  private final Eyes emulator = new Eyes(COLUMNS, ROWS);
  private final Thread reader;
  private boolean ended;

  TerminalSession(Path home, Map<String, String> variables, String... arguments)
      throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", home.toString());
    environment.put("TERM", "xterm-256color");
    environment.put("LC_ALL", "C.UTF-8");
    environment.putAll(variables);
    String[] java = {
      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      "-XX:TieredStopAtLevel=1",
      "-cp",
      System.getProperty("java.class.path"),
      TerminalMain.class.getName()
    };
    String[] command = new String[java.length + arguments.length];
    System.arraycopy(java, 0, command, 0, java.length);
    System.arraycopy(arguments, 0, command, java.length, arguments.length);
    process =
        new PtyProcessBuilder(command)
            .setEnvironment(environment)
            .setInitialColumns(COLUMNS)
            .setInitialRows(ROWS)
            .start();
    process.setWinSize(new WinSize(COLUMNS, ROWS));
    reader = new Thread(this::read, "terminal");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    byte[] buffer = new byte[4096];
    InputStream in = process.getInputStream();
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        synchronized (screen) {
          String shown = new String(buffer, 0, n, StandardCharsets.UTF_8);
          screen.append(shown);
          emulator.read(shown);
          screen.notifyAll();
        }
      }
    } catch (IOException e) {
      // The terminal has gone with its process.
    }
    synchronized (screen) {
      ended = true;
      screen.notifyAll();
    }
  }

  /** Waits for bytes, escape sequences and all, and gives those up to their end. */
  String await(String text) {
    synchronized (screen) {
      waitUntil(text, () -> screen.indexOf(text) >= 0);
      int end = screen.indexOf(text) + text.length();
      String shown = screen.substring(0, end);
      screen.delete(0, end);
      return shown;
    }
  }

  /** Waits until a person would read this as the last line. */
  void awaitLastLine(String text) {
    synchronized (screen) {
      waitUntil(text, () -> lastLine().equals(text));
    }
  }

  /** What a person reads now. */
  String look() {
    synchronized (screen) {
      return emulator.toString();
    }
  }

  private String lastLine() {
    return look().stripTrailing().lines().reduce((first, second) -> second).orElse("").strip();
  }

  private void waitUntil(String text, BooleanSupplier shown) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!shown.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0 || ended) {
        throw new AssertionError("no '" + text + "' on the terminal, but: " + look());
      }
      waitForMore(left);
    }
  }

  private void waitForMore(long millis) {
    try {
      screen.wait(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void type(String keys) {
    try {
      OutputStream out = process.getOutputStream();
      out.write(keys.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int exitStatus() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("rrq has not ended, but shows: " + screen);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
