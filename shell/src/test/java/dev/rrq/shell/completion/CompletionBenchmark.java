package dev.rrq.shell.completion;

import dev.rrq.shell.command.Commands;
import dev.rrq.shell.session.Engine;
import dev.rrq.shell.session.PlannerEngine;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Times proposals over the symbols of a whole kernel. Give it a trace; nothing is asserted. */
public final class CompletionBenchmark {

  private static final int WARM_UP = 30;
  private static final int RUNS = 101;
  private static final double NANOSECONDS = 1e6;

  private static final List<String> TEXTS =
      List.of(
          "wri",
          "writes to ",
          "writes to i",
          "writes to init_ta",
          "writes to init_task.",
          "writes to init_task.se.",
          "calls to ",
          "calls to s",
          "calls to sched_",
          "calls to no_such_function_",
          "print (struct task",
          "writes to jiffies where ",
          "writes to jiffies by task ");

  private CompletionBenchmark() {}

  /** The trace's directory. */
  public static void main(String[] arguments) {
    PrintStream out = System.out;
    try (Engine engine = PlannerEngine.open(Path.of(arguments[0]))) {
      engine.warmUp();
      Completions completions = new Completions(new Commands(), engine::names);
      TEXTS.forEach(text -> time(completions, text, out));
    }
  }

  private static void time(Completions completions, String text, PrintStream out) {
    double[] times = new double[RUNS];
    int proposals = 0;
    for (int i = -WARM_UP; i < RUNS; i++) {
      long start = System.nanoTime();
      proposals = completions.at(text, text.length()).size();
      if (i >= 0) {
        times[i] = (System.nanoTime() - start) / NANOSECONDS;
      }
    }
    Arrays.sort(times);
    out.printf(
        Locale.ROOT,
        "%-28s median %5.1f ms, best %5.1f ms, %d proposals%n",
        text,
        times[RUNS / 2],
        times[0],
        proposals);
  }
}
