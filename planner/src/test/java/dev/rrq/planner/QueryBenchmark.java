package dev.rrq.planner;

import com.sun.management.OperatingSystemMXBean;
import dev.rrq.grammar.StatementParser;
import dev.rrq.grammar.diagnostics.Source;
import dev.rrq.store.TraceStore;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Times questions about a whole boot once warm. Give it a trace; nothing is asserted. */
public final class QueryBenchmark {

  private static final int WARM_UP = 15;
  private static final int RUNS = 21;
  private static final int FEW_RUNS = 5;
  private static final int DRAWN = 100;
  private static final double NANOSECONDS = 1e6;

  private static final List<String> QUESTIONS =
      List.of(
          "writes to nr_threads",
          "writes to jiffies",
          "last 1 writes to jiffies before 15%",
          "last 1 writes to jiffies before 50%",
          "last 1 writes to jiffies before 95%",
          "last 1 writes to total_forks before end",
          "writers of jiffies",
          "values of nr_threads",
          "values of init_task.comm",
          "print init_task.comm at 50%",
          "writes to nr_threads histogram of new");

  private static final List<String> SPREAD =
      List.of(
          "writes to X",
          "last 1 writes to X",
          "last 1 writes to X before 50%",
          "writes to X where new == 5",
          "writes to X in start_kernel",
          "writes to X by task init",
          "first writes to X with backtrace");

  private static final List<String> LARGE =
      List.of(
          "writers of phys 0x0..+0x10000000",
          "writers of phys 0x1234567..+0x8000000",
          "writes to phys 0x0..+0x10000000 count",
          "writes to phys 0x0..+0x10000000 group by file limit 10",
          "writers of init_mm",
          "tasks");

  /** The processor time says more than the clock where the machine does other work, too. */
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private QueryBenchmark() {}

  /** The trace's directory. */
  public static void main(String[] arguments) {
    PrintStream out = System.out;
    try (TraceStore store = TraceStore.open(Path.of(arguments[0]));
        Session session = new Session(store)) {
      // As the shell does behind its prompt.
      store.symbols().index();
      QUESTIONS.forEach(question -> time(session, question, WARM_UP, RUNS, out));
      spread(session, out);
      LARGE.forEach(question -> time(session, question, 1, 3, out));
    }
  }

  /** Variables as they come, those that nobody writes among them; each question's median counts. */
  private static void spread(Session session, PrintStream out) {
    List<String> names = new ArrayList<>();
    String drawn =
        "sql SELECT name FROM symbols WHERE kind = 'OBJECT' AND type >= 0 AND size <= 64"
            + " AND size > 0 AND regexp_full_match(name, '[a-z_]+')"
            + " GROUP BY name HAVING count(*) = 1 ORDER BY hash(name) LIMIT "
            + DRAWN;
    try (TableResult table = (TableResult) execute(session, drawn)) {
      for (Row row = table.next(); row != null; row = table.next()) {
        names.add(row.text(0));
      }
    }
    for (String question : SPREAD) {
      double[] medians = new double[names.size()];
      double[] processor = new double[names.size()];
      for (int i = 0; i < medians.length; i++) {
        double[] times = new double[FEW_RUNS];
        for (int run = -1; run < FEW_RUNS; run++) {
          long before = PROCESS.getProcessCpuTime();
          long start = System.nanoTime();
          try (TableResult table =
              (TableResult) execute(session, question.replace("X", names.get(i)))) {
            table.next();
          }
          if (run >= 0) {
            times[run] = (System.nanoTime() - start) / NANOSECONDS;
            processor[i] += (PROCESS.getProcessCpuTime() - before) / NANOSECONDS / FEW_RUNS;
          }
        }
        medians[i] = median(times);
      }
      Arrays.sort(medians);
      Arrays.sort(processor);
      out.printf(
          Locale.ROOT,
          "%-55s first row %8.1f ms at the median of %d variables, 90 %% below %.1f, at most %.1f;"
              + " processor time %.1f, %.1f, %.1f%n",
          question,
          medians[medians.length / 2],
          medians.length,
          medians[medians.length * 9 / 10],
          medians[medians.length - 1],
          processor[medians.length / 2],
          processor[medians.length * 9 / 10],
          processor[medians.length - 1]);
    }
  }

  private static Result execute(Session session, String question) {
    return session.execute(new StatementParser().parse(new Source("benchmark", question)));
  }

  private static void time(
      Session session, String question, int warmUp, int runs, PrintStream out) {
    double[] first = new double[runs];
    double[] processor = new double[runs];
    double[] all = new double[runs];
    long rows = 0;
    for (int i = -warmUp; i < runs; i++) {
      long before = PROCESS.getProcessCpuTime();
      long start = System.nanoTime();
      Result result = execute(session, question);
      long firstRow = System.nanoTime();
      long used = PROCESS.getProcessCpuTime();
      if (result instanceof TableResult table) {
        try (table) {
          boolean more = table.next() != null;
          firstRow = System.nanoTime();
          used = PROCESS.getProcessCpuTime();
          while (more) {
            more = table.next() != null;
          }
          rows = table.count();
        }
      }
      if (i >= 0) {
        first[i] = (firstRow - start) / NANOSECONDS;
        processor[i] = (used - before) / NANOSECONDS;
        all[i] = (System.nanoTime() - start) / NANOSECONDS;
      }
    }
    out.printf(
        Locale.ROOT,
        "%-55s first row %8.1f ms (best %.1f, processor time %.1f on average),"
            + " all %8.1f ms, %d rows%n",
        question,
        median(first),
        first[0],
        Arrays.stream(processor).average().orElse(0),
        median(all),
        rows);
  }

  /** The median, and the smallest first. */
  private static double median(double[] times) {
    Arrays.sort(times);
    return times[times.length / 2];
  }
}
