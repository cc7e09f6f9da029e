package dev.rrq.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.testing.QueryAssert;
import dev.rrq.planner.testing.ToyKernel;
import dev.rrq.planner.testing.ToyTrace;
import dev.rrq.store.TraceStore;
import dev.rrq.store.testing.TraceBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random queries about who did what, from where, give what plain loops over the model give. */
final class RandomFlowTest {

  private static final int TRACES = 3;
  private static final int QUERIES = 60;
  private static final int END = 1000;
  private static final long USER = 0x401000;
  private static final long TIMER = ToyKernel.TEXT + 0x500;
  private static final long FAULT = ToyKernel.TEXT + 0x600;
  private static final List<String> COMMS = List.of("init", "sh", "cat", "kworker/0:1");
  private static final List<String> FUNCTIONS =
      List.of("start_kernel", "do_timer", "sched_fork", "set_comm", "vfs_read", "tick_advance");

  @TempDir Path directory;

  private record Task(long t, int pid, String comm) {}

  private record Context(int parent, int kind, long pc) {}

  private record Interrupt(long t, long end, long handler, int context, long pc) {}

  /** A write or a call: of a call, the site is in the call instruction, or unknown. */
  private record Event(long t, long site, boolean siteKnown, int context) {}

  private record Clause(String text, Predicate<Event> holds) {}

  /** What happens in a trace. */
  private static final class Model {
    final Random random;
    final List<Task> tasks = new ArrayList<>();
    final List<Context> contexts = new ArrayList<>(List.of(new Context(0, 0, 0)));
    final List<Interrupt> interrupts = new ArrayList<>();
    final List<Event> writes = new ArrayList<>();
    final List<Event> calls = new ArrayList<>();

    Model(long seed) {
      random = new Random(seed);
      for (long t = 0; t < END; t += 1 + random.nextInt(60)) {
        int pid = random.nextInt(4);
        tasks.add(new Task(t, pid, COMMS.get((pid + random.nextInt(2)) % COMMS.size())));
      }
      for (int id = 1; id < 60; id++) {
        addContext(id);
      }
      for (long t = 1; t < END; t += 1 + random.nextInt(6)) {
        boolean user = random.nextInt(8) == 0;
        long pc = user ? USER + random.nextInt(0x100) : code();
        writes.add(new Event(t, pc, true, random.nextInt(contexts.size())));
      }
      for (long t = 2; t < END; t += 1 + random.nextInt(6)) {
        int id = random.nextInt(contexts.size());
        Context context = contexts.get(id);
        calls.add(new Event(t, context.pc() - 1, id > 0 && context.kind() == 0, id));
      }
    }

    private long code() {
      return ToyKernel.TEXT + random.nextInt(0x900);
    }

    private void addContext(int id) {
      int kind = random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0;
      // Distinct instructions, so that an interrupted one has one context.
      long pc = kind == 2 || random.nextInt(6) == 0 ? USER + id : code() / 64 * 64 + id;
      if (kind == 0 && random.nextInt(4) == 0) {
        // A call may be its function's last instruction, and return to where the next one begins.
        pc = ToyKernel.TEXT + 0x100L * (1 + random.nextInt(8));
      }
      int parent = random.nextInt(id);
      contexts.add(new Context(parent, kind, pc));
      for (int i = 0; kind == 1 && i < 1 + random.nextInt(2); i++) {
        long t = random.nextInt(END);
        long handler = random.nextBoolean() ? TIMER : FAULT;
        interrupts.add(new Interrupt(t, t + random.nextInt(400), handler, parent, pc));
      }
    }

    Task running(long t) {
      Task found = tasks.get(0);
      for (Task task : tasks) {
        found = task.t() < t ? task : found;
      }
      return found;
    }

    boolean isUnder(int context, String function) {
      for (int at = context; at != 0; at = contexts.get(at).parent()) {
        Context frame = contexts.get(at);
        if (isIn(frame.kind() == 0 ? frame.pc() - 1 : frame.pc(), function)) {
          return true;
        }
      }
      return false;
    }

    boolean isInterrupt(int context, long t) {
      for (int at = context; at != 0; at = contexts.get(at).parent()) {
        Context frame = contexts.get(at);
        List<Interrupt> entries =
            interrupts.stream()
                .filter(i -> frame.kind() == 1)
                .filter(i -> i.context() == frame.parent() && i.pc() == frame.pc())
                .toList();
        List<Interrupt> timers = entries.stream().filter(i -> i.handler() == TIMER).toList();
        boolean all = !timers.isEmpty() && timers.size() == entries.size();
        if (all || timers.stream().anyMatch(i -> i.t() <= t && t < i.end())) {
          return true;
        }
      }
      return false;
    }
  }

  private static boolean isIn(long pc, String function) {
    long at = pc - ToyKernel.TEXT;
    return switch (function) {
      case "start_kernel" -> at >= 0 && at < 0x100;
      case "do_timer" -> at >= 0x100 && at < 0x200;
      case "sched_fork" -> at >= 0x200 && at < 0x300;
      case "set_comm" -> (at >= 0x400 && at < 0x500) || (at >= 0x820 && at < 0x840);
      case "vfs_read" -> at >= 0x800 && at < 0x900;
      case "tick_advance" -> at >= 0x110 && at < 0x120;
      default -> throw new IllegalArgumentException(function);
    };
  }

  @Test
  void answersEqualThoseOfPlainLoops() {
    int rows = 0;
    for (int seed = 0; seed < TRACES; seed++) {
      Model model = new Model(seed);
      try (TraceStore store = trace(model, seed).open();
          Session session = new Session(store)) {
        for (int i = 0; i < QUERIES; i++) {
          boolean calls = i % 3 == 2;
          rows += check(session, model, calls, "seed " + seed + ", query " + i);
        }
      }
    }
    assertThat(rows).as("rows that queries found").isGreaterThan(TRACES * QUERIES);
  }

  private TraceBuilder trace(Model model, int seed) {
    long[] value = new long[1];
    return ToyTrace.in(directory.resolve("t" + seed))
        .options(TraceBuilder.TINY)
        .tasks(lines(model.tasks, t -> "%d %d %s".formatted(t.t(), t.pid(), t.comm())))
        .contexts(contexts(model))
        .interrupts(
            lines(
                model.interrupts,
                i ->
                    "%d %d 0x%x 0x%x %d 0"
                        .formatted(i.t(), i.end(), i.handler(), i.pc(), i.context())))
        .calls(
            lines(
                model.calls,
                c -> "%d %d 0x%x %d 0".formatted(c.t(), c.t() + 1, FAULT, c.context())))
        .writes(
            lines(
                model.writes,
                w ->
                    "%d 0x%x 0x%x 0x200000 8 %d %d context=%d%s"
                        .formatted(
                            w.t(),
                            w.site(),
                            ToyKernel.DATA,
                            value[0],
                            ++value[0],
                            w.context(),
                            w.site() >= 0 ? " user" : "")));
  }

  private static <T> String lines(List<T> rows, java.util.function.Function<T, String> line) {
    return rows.stream().map(line).collect(Collectors.joining("\n"));
  }

  private static String contexts(Model model) {
    StringBuilder lines = new StringBuilder();
    for (int id = 1; id < model.contexts.size(); id++) {
      Context context = model.contexts.get(id);
      lines.append("%d %d 0x%x %d%n".formatted(id, context.parent(), context.pc(), context.kind()));
    }
    return lines.toString();
  }

  private static int check(Session session, Model model, boolean calls, String description) {
    List<Clause> clauses = clauses(model, calls);
    Collections.shuffle(clauses, model.random);
    clauses = clauses.subList(0, 1 + model.random.nextInt(3));
    boolean reverse = model.random.nextBoolean();
    String query =
        (calls ? "calls to asm_exc_page_fault " : "writes to jiffies ")
            + clauses.stream().map(Clause::text).collect(Collectors.joining(" "))
            + (reverse ? " reverse" : "")
            + " show t, task, pid";
    List<String> times = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Event event : calls ? model.calls : model.writes) {
      if (clauses.stream().allMatch(clause -> clause.holds().test(event))) {
        times.add(String.valueOf(event.t()));
        names.add(model.running(event.t()).comm());
      }
    }
    if (reverse) {
      Collections.reverse(times);
      Collections.reverse(names);
    }
    String what = description + ": " + query;
    assertThat(QueryAssert.column(session, query, "t")).as(what).isEqualTo(times);
    assertThat(QueryAssert.column(session, query, "task")).as(what).isEqualTo(names);
    return times.size();
  }

  private static List<Clause> clauses(Model model, boolean calls) {
    Random random = model.random;
    String comm = COMMS.get(random.nextInt(COMMS.size()));
    int pid = random.nextInt(4);
    String under = FUNCTIONS.get(random.nextInt(FUNCTIONS.size()));
    String in = FUNCTIONS.get(random.nextInt(FUNCTIONS.size()));
    long a = random.nextInt(END);
    List<Clause> all = new ArrayList<>();
    all.add(new Clause("by task '" + comm + "'", e -> model.running(e.t()).comm().equals(comm)));
    all.add(new Clause("by pid " + pid, e -> model.running(e.t()).pid() == pid));
    all.add(
        new Clause(
            "under " + under,
            e -> model.isUnder(e.context(), under) || (!calls && isIn(e.site(), under))));
    all.add(new Clause("in " + in, e -> e.siteKnown() && isIn(e.site(), in)));
    all.add(new Clause("by irq", e -> model.isInterrupt(e.context(), e.t())));
    all.add(new Clause("in kernel", e -> calls || e.site() < 0));
    all.add(new Clause("since " + a, e -> e.t() >= a));
    return all;
  }
}
