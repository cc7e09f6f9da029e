package dev.rrq.indexer.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rrq.indexer.IndexerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One running QEMU with its QMP connection. {@link #close} ends it on every path: SIGTERM, then
 * SIGKILL, since a stopped replay does not always hear the first; so does the end of this JVM, and
 * a {@link Watchdog} where the JVM is killed.
 */
public final class QemuProcess implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final Duration ANSWER_LIMIT = Duration.ofMinutes(2);
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final long POLL_MILLIS = 5;
  private static final int STDERR_TAIL_LINES = 10;
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final Process process;
  private final Path stderr;
  private final QmpClient qmp;
  private final Watchdog watchdog;

  private QemuProcess(Process process, Path stderr, QmpClient qmp, Watchdog watchdog) {
    this.process = process;
    this.stderr = stderr;
    this.qmp = qmp;
    this.watchdog = watchdog;
  }

  /**
   * Starts QEMU and waits until it answers.
   *
   * @param directory where its QMP socket ({@code qmp}) and its standard error go
   * @param launch the run, without a QMP socket; it gets one here
   * @throws IndexerException when QEMU ends at once or does not answer
   */
  public static QemuProcess start(
      QemuBinary qemu, RunDirectory directory, Machine machine, Launch launch) {
    Path socket = directory.resolve("qmp");
    Path stderr = directory.resolve("stderr");
    List<String> command = new ArrayList<>();
    // Away from the terminal's process group: Ctrl-C is for rrq, which then ends QEMU in order.
    QemuBinary.onPath("setsid").ifPresent(path -> command.add(path.toString()));
    command.add(qemu.path().toString());
    command.addAll(QemuCommand.arguments(machine, launch.withQmpSocket(socket)));
    Process process = spawn(command, stderr);
    Watchdog watchdog = watchdog(process, directory);
    try {
      return new QemuProcess(process, stderr, connect(process, socket, stderr), watchdog);
    } catch (IOException | RuntimeException e) {
      end(process);
      watchdog.close();
      throw e instanceof IndexerException known ? known : died(stderr, "did not start", e);
    }
  }

  private static Process spawn(List<String> command, Path stderr) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(stderr.toFile())
              .start();
      RUNNING.add(process);
      return process;
    } catch (IOException e) {
      throw IndexerException.environment("QEMU cannot be started: " + e.getMessage());
    }
  }

  private static Watchdog watchdog(Process process, RunDirectory directory) {
    try {
      return Watchdog.over(process, directory.path());
    } catch (IOException e) {
      end(process);
      throw IndexerException.environment("QEMU cannot be watched over: " + e.getMessage());
    }
  }

  private static QmpClient connect(Process process, Path socket, Path stderr) throws IOException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      if (Files.exists(socket)) {
        try {
          return QmpClient.connect(socket, ANSWER_LIMIT);
        } catch (java.net.ConnectException e) {
          // Bound, not yet listening.
        }
      }
      if (waitFor(process, Duration.ofMillis(POLL_MILLIS))) {
        throw died(stderr, "ended at once (status " + process.exitValue() + ")", null);
      }
    }
    throw died(stderr, "did not answer within " + START_LIMIT.toSeconds() + " seconds", null);
  }

  private static IndexerException died(
      Path stderr, String what, @org.jspecify.annotations.Nullable Exception cause) {
    String said = tail(stderr);
    String reason = cause == null ? "" : " (" + cause.getMessage() + ")";
    return IndexerException.failed("QEMU " + what + reason + (said.isEmpty() ? "" : ":\n" + said));
  }

  /** The protocol connection. */
  public QmpClient qmp() {
    return qmp;
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** The last lines that QEMU wrote to its standard error. */
  public String standardError() {
    return tail(stderr);
  }

  /** Lets the guest run. */
  public void resume() {
    ask("cont");
  }

  /** Stops the guest between two instructions. */
  public void stop() {
    ask("stop");
  }

  /** Instructions executed so far; exact while the guest is stopped. */
  public long instructions() {
    return ask("query-replay").path("icount").asLong();
  }

  /** Runs a QMP command that cannot be refused in a healthy process. */
  public JsonNode ask(String command) {
    try {
      return qmp.execute(command);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** What to say when the connection failed: QEMU's own last words where it has some. */
  public IndexerException failure(IOException cause) {
    waitFor(process, GRACE);
    if (process.isAlive()) {
      return IndexerException.failed("QEMU: " + cause.getMessage(), cause);
    }
    return died(stderr, "ended unexpectedly (status " + process.exitValue() + ")", null);
  }

  /** Waits for QEMU's end; whether it came in this time. */
  public boolean waitFor(Duration time) {
    return waitFor(process, time);
  }

  /** Lets QEMU finish its files and end; whether it did in this time. */
  public boolean quit(Duration time) {
    try {
      qmp.execute("quit");
    } catch (IOException e) {
      // It may be gone before its answer arrives.
    }
    return waitFor(process, time);
  }

  /** Ends it at once, whatever it does; nothing that it has is of use any more. */
  public void kill() {
    process.destroyForcibly();
    waitFor(process, GRACE);
  }

  @Override
  public void close() {
    qmp.close();
    end(process);
    watchdog.close();
  }

  private static void end(Process process) {
    process.destroy();
    if (!waitFor(process, GRACE)) {
      process.destroyForcibly();
      waitFor(process, GRACE);
    }
    RUNNING.remove(process);
  }

  private static boolean waitFor(Process process, Duration time) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + time.toNanos();
    try {
      while (true) {
        try {
          return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String tail(Path file) {
    try {
      List<String> lines =
          new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.contains("terminating on signal"))
              .toList();
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - STDERR_TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "";
    }
  }
}
