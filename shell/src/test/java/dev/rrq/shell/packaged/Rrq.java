package dev.rrq.shell.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.shell.failure.ExitStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged rrq, started as a process of its own, with what it says in files. */
final class Rrq {
  private static final Path JARS = Path.of("target", "rrq", "lib").toAbsolutePath();
  private static final long LIMIT_MINUTES = 10;

  private final Path directory;
  private final List<String> before = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private int runs;

  /**
   * A command whose output goes into files of a directory.
   *
   * @param directory that the test removes
   */
  Rrq(Path directory) {
    this.directory = directory;
  }

  /** The same with a variable in its environment. */
  Rrq with(String variable, String value) {
    Rrq other = new Rrq(directory);
    other.before.addAll(before);
    other.environment.putAll(environment);
    other.environment.put(variable, value);
    other.runs = 1000 * (environment.size() + 1);
    return other;
  }

  /** Words of a command that starts rrq. */
  Rrq through(List<String> command) {
    before.addAll(command);
    return this;
  }

  /** What a run of rrq did. */
  record Outcome(int status, String out, String err) {

    Outcome endsWith(ExitStatus expected) {
      assertThat(status).as("exit status; it said: %s", err).isEqualTo(expected.code());
      assertThat(err).as("a stack trace is not for users").doesNotContain("\tat ");
      return this;
    }
  }

  /** A run that goes on. */
  record Running(Process process, Path out, Path err) {

    String said() {
      return read(err);
    }

    /** Waits for its end, which comes soon or is a failure. */
    Outcome end() {
      try {
        boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
        }
        assertThat(ended).as("rrq ends; it said: %s", said()).isTrue();
        return new Outcome(process.exitValue(), read(out), read(err));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** Runs it to its end, with nothing on its standard input. */
  Outcome run(Object... arguments) {
    return start(arguments).end();
  }

  /** Starts it. */
  Running start(Object... arguments) {
    // A build in the background of a shell ignores Ctrl-C, and so would all that it starts.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.addAll(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", JARS + "/*"));
    command.add("dev.rrq.shell.Main");
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path out = directory.resolve("out." + ++runs);
    Path err = directory.resolve("err." + runs);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    try {
      return new Running(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
