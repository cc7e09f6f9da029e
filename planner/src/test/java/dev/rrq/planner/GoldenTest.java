package dev.rrq.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.replay.ReplayAccess;
import dev.rrq.planner.testing.QueryAssert;
import dev.rrq.planner.testing.ScriptedReplay;
import dev.rrq.planner.testing.ToyFlow;
import dev.rrq.planner.testing.ToyKept;
import dev.rrq.planner.testing.ToyTime;
import dev.rrq.planner.testing.ToyTrace;
import dev.rrq.store.Meta;
import dev.rrq.store.TraceStore;
import dev.rrq.store.testing.TraceBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the scripts beside it, in which each statement stands above its answer:
 *
 * <pre>
 * rrq> first writes to jiffies
 * t | ...
 * </pre>
 *
 * <p>With {@code -Drrq.golden.write=true} it writes the answers into the scripts instead.
 */
final class GoldenTest {

  private static final String PROMPT = "rrq> ";
  private static final Path SCRIPTS = Path.of("src/test/resources/dev/rrq/planner");

  private static final List<String> REPLAYED =
      List.of("replay", "covered-first", "kept", "partial", "replayed-tasks");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "writes",
        "places",
        "errors",
        "values",
        "history",
        "shapes",
        "flow",
        "time",
        "moments",
        "replay",
        "covered-first",
        "kept",
        "partial",
        "replayed-tasks",
        "steps",
        "no-calls"
      })
  void answersAreThoseOfTheScript(String name) throws IOException {
    Path script = SCRIPTS.resolve(name + ".iq");
    String expected = Files.readString(script);
    ReplayAccess replay =
        REPLAYED.contains(name)
            ? new ScriptedReplay(Files.readString(SCRIPTS.resolve("toy.replay")) + tasks(name))
            : ReplayAccess.NONE;
    String actual = run(expected, trace(name), replay);
    if (Boolean.getBoolean("rrq.golden.write")) {
      Files.writeString(script, actual);
    } else {
      assertThat(actual).isEqualTo(expected);
    }
  }

  private static String tasks(String name) {
    return name.equals("replayed-tasks")
        ? """
          task 800 900 1 init
          task 900 1000 77 late
          """
        : "";
  }

  @Test
  void thereAreManyOfThem() throws IOException {
    List<String> statements = new ArrayList<>();
    long errors = 0;
    try (Stream<Path> scripts = Files.list(SCRIPTS)) {
      for (Path script : scripts.filter(file -> file.toString().endsWith(".iq")).toList()) {
        List<String> lines = Files.readAllLines(script);
        lines.stream().filter(line -> line.startsWith(PROMPT)).forEach(statements::add);
        errors += lines.stream().filter(line -> line.contains(": ERROR: ")).count();
      }
    }
    assertThat(statements.stream().distinct()).hasSizeGreaterThanOrEqualTo(300);
    assertThat(errors).as("wrong statements with their messages").isGreaterThanOrEqualTo(60);
  }

  private TraceBuilder trace(String name) throws IOException {
    TraceBuilder builder = ToyTrace.in(directory).options(TraceBuilder.TINY);
    if (REPLAYED.contains(name)) {
      builder.end(800);
    }
    if (name.equals("kept")) {
      ToyKept.add(builder, Files.readString(SCRIPTS.resolve("toy.kept")));
    }
    if (name.equals("steps")) {
      builder.meta(Meta.ENGINE, "step").meta(Meta.CALLS, "true");
    }
    if (name.equals("no-calls")) {
      builder.meta(Meta.CALLS, "false");
    }
    if (List.of("time", "partial", "replayed-tasks").contains(name)) {
      ToyTime.add(builder);
    }
    return List.of("flow", "time", "moments", "steps", "partial", "replayed-tasks").contains(name)
        ? ToyFlow.add(builder, Files.readString(SCRIPTS.resolve("toy.flow")))
        : builder.writes(Files.readString(SCRIPTS.resolve("toy.writes")));
  }

  private static String run(String script, TraceBuilder builder, ReplayAccess replay) {
    List<String> out = new ArrayList<>();
    try (TraceStore store = builder.open();
        Session session = new Session(store, replay)) {
      boolean inAnswer = false;
      for (String line : script.lines().toList()) {
        if (line.startsWith(PROMPT)) {
          out.add(line);
          String answer = QueryAssert.answer(session, line.substring(PROMPT.length()));
          if (!answer.isEmpty()) {
            out.add(answer);
          }
          out.add("");
          inAnswer = true;
        } else if (line.startsWith("#")) {
          out.add(line);
          inAnswer = false;
        } else if (!inAnswer) {
          out.add(line);
        }
      }
    }
    return String.join("\n", out) + "\n";
  }
}
