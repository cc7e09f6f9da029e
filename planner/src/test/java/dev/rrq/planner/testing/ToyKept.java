package dev.rrq.planner.testing;

import dev.rrq.store.Interval;
import dev.rrq.store.KeptRun.Kind;
import dev.rrq.store.testing.TraceBuilder;
import dev.rrq.store.testing.WriteLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Accesses that the toy kernel's index keeps: lines {@code keep KINDS FROM TO START END [PLACE]},
 * each followed by what was found.
 */
public final class ToyKept {

  private static final String KEEP = "keep ";
  private static final int PLACE = 6;

  private ToyKept() {}

  /** Adds them. */
  public static void add(TraceBuilder builder, String text) {
    List<List<String>> runs = new ArrayList<>();
    text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(
            line -> {
              if (line.startsWith(KEEP)) {
                runs.add(new ArrayList<>());
              }
              runs.get(runs.size() - 1).add(line);
            });
    runs.forEach(run -> add(builder, run));
  }

  private static void add(TraceBuilder builder, List<String> lines) {
    String[] words = lines.get(0).split(" ", -1);
    Set<Kind> kinds =
        Arrays.stream(words[1].toUpperCase(Locale.ROOT).split(",", -1))
            .map(Kind::valueOf)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
    builder.keep(
        kinds,
        interval(words[2], words[3]),
        List.of(interval(words[4], words[5])),
        words.length > PLACE ? List.of(words[PLACE]) : List.of(),
        lines.stream().skip(1).map(WriteLine::parse).toList());
  }

  private static Interval interval(String from, String to) {
    return new Interval(ScriptedReplay.number(from), ScriptedReplay.number(to));
  }
}
