package dev.rrq.indexer.qemu;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A shell that outlives this JVM if it is killed, and then ends the QEMU that would otherwise run
 * on for ever and removes its directory. It waits for a line that never comes: the end of its input
 * says that the JVM is gone.
 *
 * <p>The kernel's own means, a signal at the parent's death, does not serve: it is sent when the
 * thread ends that started the process.
 */
final class Watchdog implements AutoCloseable {

  private static final String SCRIPT =
      "read -r ended || { kill -KILL \"$1\"; rm -rf -- \"$2\"; } 2>/dev/null";

  private final Process process;

  private Watchdog(Process process) {
    this.process = process;
  }

  /**
   * Watches over a process.
   *
   * @param directory what is removed after the process is killed
   */
  static Watchdog over(Process watched, Path directory) throws IOException {
    List<String> command = new ArrayList<>();
    // Away from the terminal: a key that interrupts rrq must not end what watches over it.
    QemuBinary.onPath("setsid").ifPresent(path -> command.add(path.toString()));
    command.addAll(
        List.of(
            "sh",
            "-c",
            SCRIPT,
            "rrq-watchdog",
            Long.toString(watched.pid()),
            directory.toString()));
    return new Watchdog(
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** Sends it away: the process has been ended by its owner. */
  @Override
  public void close() {
    try {
      process.getOutputStream().write('\n');
      process.getOutputStream().close();
    } catch (IOException e) {
      process.destroyForcibly();
    }
  }
}
