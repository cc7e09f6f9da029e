package dev.rrq.planner.testing;

import dev.rrq.store.testing.TraceBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/** Adds what a file of sections says to a trace: {@code [tasks]}, {@code [calls]} and so on. */
public final class ToyFlow {

  private ToyFlow() {}

  /** Adds the sections of a text; each has the lines of {@link TraceBuilder}'s method. */
  public static TraceBuilder add(TraceBuilder builder, String text) {
    Map<String, StringBuilder> sections = new LinkedHashMap<>();
    String section = "";
    for (String line : text.lines().toList()) {
      if (line.startsWith("[")) {
        section = line.substring(1, line.indexOf(']'));
      } else {
        sections.computeIfAbsent(section, s -> new StringBuilder()).append(line).append('\n');
      }
    }
    sections.forEach((name, lines) -> add(builder, name, lines.toString()));
    return builder;
  }

  private static void add(TraceBuilder builder, String section, String lines) {
    switch (section) {
      case "tasks" -> builder.tasks(lines);
      case "contexts" -> builder.contexts(lines);
      case "writes" -> builder.writes(lines);
      case "calls" -> builder.calls(lines);
      case "interrupts" -> builder.interrupts(lines);
      case "" -> {}
      default -> throw new IllegalArgumentException("unknown section " + section);
    }
  }
}
