package dev.rrq.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.testing.QueryAssert;
import dev.rrq.planner.testing.ToyKernel;
import dev.rrq.planner.testing.ToyTrace;
import dev.rrq.store.TraceStore;
import dev.rrq.store.testing.TraceBuilder;
import dev.rrq.store.testing.WriteLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random queries through all stages give what a plain loop over the same rows gives. */
final class RandomQueriesTest {

  private static final int TRACES = 3;
  private static final int QUERIES = 80;
  private static final int ROWS = 300;
  static final long PHYSICAL = 0x20_0000;

  @TempDir Path directory;

  /** A place of the toy kernel: what a query calls it, and where it is in the kernel's data. */
  record Spot(String name, long offset, int length) {}

  private static final List<Spot> SPOTS =
      List.of(
          new Spot("jiffies", 0, 8),
          new Spot("init_task.pid", 0x104, 4),
          new Spot("init_task.comm", 0x108, 16),
          new Spot("init_task.comm[3]", 0x10b, 1),
          new Spot("counters", 0x200, 16),
          new Spot("init_task", 0x100, 64),
          new Spot("flag", 0x320, 1),
          new Spot("0xffffffff80200106..+7", 0x106, 7));

  /** All of memory, and ranges that begin or end within rows. */
  private static final List<Spot> LARGE =
      List.of(
          new Spot("phys 0x0..+0x4000000", -PHYSICAL, 0x400_0000),
          new Spot("phys 0x200106..+0x20000", 0x106, 0x2_0000),
          new Spot("phys 0x1e0000..+0x20107", -0x2_0000, 0x2_0107),
          new Spot("phys 0x1e0000..+0x20000", -0x2_0000, 0x2_0000),
          new Spot("0xffffffff80200001..+0x10000", 1, 0x1_0000));

  @Test
  void answersEqualThoseOfANaiveEvaluation() {
    for (int seed = 0; seed < TRACES; seed++) {
      Random random = new Random(seed);
      List<WriteLine> rows = rows(random);
      TraceBuilder builder = ToyTrace.in(directory.resolve("t" + seed)).options(TraceBuilder.TINY);
      rows.forEach(builder::write);
      try (TraceStore store = builder.open();
          Session session = new Session(store)) {
        for (int i = 0; i < QUERIES; i++) {
          Spot spot = SPOTS.get(random.nextInt(SPOTS.size()));
          check(session, rows, spot, random, "seed " + seed + ", query " + i);
        }
      }
    }
  }

  /** Places that most rows lie within, for which {@code old} need not be compared. */
  @Test
  void answersAboutLargePlacesEqualThoseOfANaiveEvaluation() {
    for (int seed = 0; seed < TRACES; seed++) {
      Random random = new Random(1000 + seed);
      List<WriteLine> rows = rows(random);
      TraceBuilder builder = ToyTrace.in(directory.resolve("l" + seed)).options(TraceBuilder.TINY);
      rows.forEach(builder::write);
      try (TraceStore store = builder.open();
          Session session = new Session(store)) {
        for (int i = 0; i < QUERIES; i++) {
          Spot spot = LARGE.get(i % LARGE.size());
          String description = "seed " + seed + ", query " + i;
          check(session, rows, spot, random, description);
          checkGroups(session, rows, spot, random, description);
        }
      }
    }
  }

  private static void checkGroups(
      Session session, List<WriteLine> rows, Spot spot, Random random, String description) {
    List<Clause> clauses = clauses(random);
    String query =
        "writers of %s %s group by pc order by pc"
            .formatted(
                spot.name(),
                clauses.stream()
                    .map(Clause::text)
                    .collect(java.util.stream.Collectors.joining(" ")));
    java.util.SortedMap<Long, List<Long>> times = new java.util.TreeMap<>();
    for (WriteLine row : rows) {
      if (changes(row, spot) && clauses.stream().allMatch(c -> c.meaning().test(row))) {
        times.computeIfAbsent(row.pc(), pc -> new ArrayList<>()).add(row.t());
      }
    }
    String whole = query.replace(" group by pc order by pc", " count");
    long rowsInAll = times.values().stream().mapToLong(List::size).sum();
    assertThat(QueryAssert.column(session, whole, "count"))
        .as("%s: %s", description, whole)
        .containsExactly(String.valueOf(rowsInAll));
    String byFunction = query.replace(" group by pc order by pc", " group by function, line");
    assertThat(
            QueryAssert.column(session, byFunction, "count").stream()
                .mapToLong(Long::parseLong)
                .sum())
        .as("%s: %s", description, byFunction)
        .isEqualTo(rowsInAll);
    for (String column : List.of("count", "first", "last")) {
      List<String> expected =
          times.values().stream()
              .map(
                  all ->
                      switch (column) {
                        case "count" -> all.size();
                        case "first" -> all.get(0);
                        default -> all.get(all.size() - 1);
                      })
              .map(String::valueOf)
              .toList();
      assertThat(QueryAssert.column(session, query, column))
          .as("%s: %s of %s", description, column, query)
          .isEqualTo(expected);
    }
  }

  static List<WriteLine> rows(Random random) {
    byte[] memory = new byte[0x400];
    List<WriteLine> rows = new ArrayList<>();
    long t = 0;
    for (int i = 0; i < ROWS; i++) {
      t += random.nextInt(4);
      int size = 1 << random.nextInt(4);
      Spot spot = SPOTS.get(random.nextInt(SPOTS.size()));
      long offset = Math.max(0, spot.offset() + random.nextInt(spot.length() + 8) - 8);
      long old = get(memory, (int) offset, size);
      long now = random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(5) - 2;
      now &= size == 8 ? -1L : (1L << (size * 8)) - 1;
      if (old != now) {
        put(memory, (int) offset, size, now);
        long pc = ToyKernel.TEXT + random.nextInt(0x50) * 0x10L;
        long paddr = PHYSICAL + offset;
        rows.add(new WriteLine(t, pc, ToyKernel.DATA + offset, paddr, size, old, now, 0, 0, false));
      }
    }
    return rows;
  }

  static long get(byte[] memory, int offset, int size) {
    long value = 0;
    for (int i = size - 1; i >= 0; i--) {
      value = (value << 8) | (memory[offset + i] & 0xff);
    }
    return value;
  }

  static void put(byte[] memory, int offset, int size, long value) {
    for (int i = 0; i < size; i++) {
      memory[offset + i] = (byte) (value >>> (i * 8));
    }
  }

  /** A clause, and what it means. */
  record Clause(String text, Predicate<WriteLine> meaning) {}

  private static void check(
      Session session, List<WriteLine> rows, Spot spot, Random random, String description) {
    List<Clause> clauses = clauses(random);
    boolean reverse = random.nextBoolean();
    int limit = random.nextInt(3) == 0 ? 1 + random.nextInt(6) : Integer.MAX_VALUE;
    int offset = random.nextInt(4) == 0 ? random.nextInt(4) : 0;
    StringBuilder query = new StringBuilder("writes to " + spot.name());
    clauses.forEach(clause -> query.append(' ').append(clause.text()));
    query.append(reverse ? " reverse" : "");
    query.append(limit < Integer.MAX_VALUE ? " limit " + limit : "");
    query.append(offset > 0 ? " offset " + offset : "");
    query.append(" show t, pc, paddr");

    List<WriteLine> expected = new ArrayList<>();
    for (WriteLine row : rows) {
      if (changes(row, spot) && clauses.stream().allMatch(c -> c.meaning().test(row))) {
        expected.add(row);
      }
    }
    if (reverse) {
      java.util.Collections.reverse(expected);
    }
    List<String> times =
        expected.stream().skip(offset).limit(limit).map(row -> String.valueOf(row.t())).toList();
    assertThat(QueryAssert.column(session, query.toString(), "t"))
        .as("%s: %s", description, query)
        .isEqualTo(times);
  }

  static List<Clause> clauses(Random random) {
    List<Clause> all = new ArrayList<>();
    long a = random.nextInt(500);
    long b = a + random.nextInt(300);
    long pc = ToyKernel.TEXT + random.nextInt(0x500);
    all.add(new Clause("between %d and %d".formatted(a, b), r -> r.t() >= a && r.t() <= b));
    all.add(new Clause("before " + b, r -> r.t() < b));
    all.add(new Clause("after " + a, r -> r.t() > a));
    all.add(new Clause("where t %% 3 == %d".formatted(a % 3), r -> r.t() % 3 == a % 3));
    all.add(new Clause("where pc < 0x%x".formatted(pc), r -> Long.compareUnsigned(r.pc(), pc) < 0));
    all.add(
        new Clause("where not (t < %d or t > %d)".formatted(a, b), r -> !(r.t() < a || r.t() > b)));
    all.add(
        new Clause(
            "in do_timer",
            r -> r.pc() >= ToyKernel.TEXT + 0x100 && r.pc() < ToyKernel.TEXT + 0x200));
    all.add(
        new Clause(
            "where function in ('sched_fork', 'set_comm')",
            r ->
                (r.pc() >= ToyKernel.TEXT + 0x200 && r.pc() < ToyKernel.TEXT + 0x300)
                    || (r.pc() >= ToyKernel.TEXT + 0x400 && r.pc() < ToyKernel.TEXT + 0x500)));
    java.util.Collections.shuffle(all, random);
    List<Clause> some = new ArrayList<>(all.subList(0, random.nextInt(4)));
    // After a condition in parentheses, 'between' would go on with that condition.
    some.sort(Comparator.comparing(clause -> clause.text().startsWith("where")));
    return some;
  }

  static boolean changes(WriteLine row, Spot spot) {
    for (int i = 0; i < row.size(); i++) {
      long at = row.paddr() + i - PHYSICAL;
      boolean differs = ((row.old() >>> (i * 8)) & 0xff) != ((row.value() >>> (i * 8)) & 0xff);
      if (differs && at >= spot.offset() && at < spot.offset() + spot.length()) {
        return true;
      }
    }
    return false;
  }

  /** The values of a scalar place, row by row, are those of a simulated memory. */
  @Test
  void typedValuesAreThoseOfMemory() {
    Random random = new Random(99);
    List<WriteLine> rows = rows(random);
    rows.sort(Comparator.comparingLong(WriteLine::t));
    TraceBuilder builder = ToyTrace.in(directory.resolve("v")).options(TraceBuilder.TINY);
    rows.forEach(builder::write);
    byte[] memory = new byte[0x400];
    List<String> expected = new ArrayList<>();
    for (WriteLine row : rows) {
      long from = row.paddr() - PHYSICAL;
      put(memory, (int) from, row.size(), row.value());
      boolean whole = from <= 0x104 && from + row.size() >= 0x108;
      if (changes(row, new Spot("", 0x104, 4)) && whole) {
        expected.add(String.valueOf((int) get(memory, 0x104, 4)));
      }
    }
    try (TraceStore store = builder.open();
        Session session = new Session(store)) {
      assertThat(
              QueryAssert.column(
                  session,
                  "writes to init_task.pid where size == 4 and address == 0xffffffff80200104",
                  "new"))
          .isEqualTo(expected);
    }
  }
}
