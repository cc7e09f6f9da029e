package dev.rrq.indexer.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.indexer.recording.DemoRecording;
import dev.rrq.indexer.recording.Replay;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** GNU gdb on a replay of the demo's boot, told by a script what to find out. */
final class Gdb {

  private static final long LIMIT_SECONDS = 900;

  private Gdb() {}

  /**
   * Runs a script of this package on a replay from power-on.
   *
   * @param directory for its files
   * @param environment what the script is to know; {@code RRQ_SOCKET} is added
   * @param lastWord what the last line of a complete output begins with
   * @return the lines that it printed
   */
  static List<String> run(
      Path directory, String script, Map<String, String> environment, String lastWord)
      throws IOException, InterruptedException {
    Path file = directory.resolve(script);
    try (InputStream source = Gdb.class.getResourceAsStream(script)) {
      Files.copy(source, file);
    }
    Path output = directory.resolve(script + ".output");
    Replay.Options options = Replay.Options.NONE.withGdb();
    try (Replay replay = Replay.start(DemoRecording.recording(), DemoRecording.qemu(), options)) {
      ProcessBuilder builder =
          new ProcessBuilder("gdb", "-nx", "-batch", "-x", file.toString())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      builder.environment().put("RRQ_SOCKET", replay.gdbSocket().toString());
      Process gdb = builder.start();
      try {
        boolean ended = gdb.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        List<String> lines = Files.readAllLines(output, StandardCharsets.ISO_8859_1);
        assertThat(ended).as("gdb ended; it said %s", tail(lines)).isTrue();
        assertThat(lines)
            .as("what gdb said, at last %s", tail(lines))
            .anyMatch(line -> line.startsWith(lastWord));
        return lines;
      } finally {
        gdb.destroyForcibly();
      }
    }
  }

  private static String tail(List<String> lines) {
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
  }
}
