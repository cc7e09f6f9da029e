package dev.rrq.symbols;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the independent witnesses: the compiler, binutils and gdb. */
public final class Tools {

  private Tools() {}

  /** Runs a program and gives its standard output; a failure of it fails the test. */
  public static String run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new AssertionError(String.join(" ", command) + " ended with status " + status);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** As {@link #run(List)}, line by line. */
  public static List<String> lines(String... command) {
    return run(List.of(command)).lines().toList();
  }

  /** What gdb prints for each command, without running the program. */
  public static List<String> gdb(Path program, List<String> commands) {
    List<String> command = new ArrayList<>(List.of("gdb", "-batch", "-nx", "-ex", "set width 0"));
    command.addAll(List.of("-ex", "set print repeats 0", "-ex", "set print elements 0"));
    command.addAll(List.of("-ex", "set debuginfod enabled off"));
    for (String each : commands) {
      command.addAll(List.of("-ex", each, "-ex", "echo \\n=====\\n"));
    }
    command.add(program.toString());
    List<String> answers = new ArrayList<>();
    for (String answer : run(command).split("=====\n", -1)) {
      answers.add(answer.strip());
    }
    return answers.subList(0, commands.size());
  }
}
