package dev.rrq.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.RandomQueriesTest.Clause;
import dev.rrq.planner.RandomQueriesTest.Spot;
import dev.rrq.planner.testing.QueryAssert;
import dev.rrq.planner.testing.ToyTrace;
import dev.rrq.store.TraceStore;
import dev.rrq.store.testing.TraceBuilder;
import dev.rrq.store.testing.WriteLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values, groups and histograms of random traces are those of a simulated memory. */
final class RandomValuesTest {

  private static final int QUERIES = 60;
  private static final int MEMORY = 0x400;

  @TempDir Path directory;

  /** A place whose values are known by its bytes. */
  private record Numeric(Spot spot, LongFunction<String> text) {}

  private static final List<Numeric> NUMBERS =
      List.of(
          new Numeric(new Spot("jiffies", 0, 8), Long::toUnsignedString),
          new Numeric(new Spot("init_task.pid", 0x104, 4), bits -> String.valueOf((int) bits)),
          new Numeric(new Spot("flag", 0x320, 1), String::valueOf),
          new Numeric(new Spot("counters[1]", 0x204, 4), bits -> String.valueOf((int) bits)),
          new Numeric(new Spot("phys 0x200106..+7", 0x106, 7), bits -> "0x%014x".formatted(bits)));

  private interface Check {
    void run(Session session, List<WriteLine> rows, Random random);
  }

  private void onRandomTrace(int seed, Check check) {
    Random random = new Random(seed);
    List<WriteLine> rows = oneAtATime(RandomQueriesTest.rows(random));
    TraceBuilder builder = ToyTrace.in(directory.resolve("t" + seed)).options(TraceBuilder.TINY);
    rows.forEach(builder::write);
    try (TraceStore store = builder.open();
        Session session = new Session(store)) {
      for (int i = 0; i < QUERIES; i++) {
        check.run(session, rows, random);
      }
    }
  }

  /** What several writes of one instant do in between is not said. */
  private static List<WriteLine> oneAtATime(List<WriteLine> rows) {
    List<WriteLine> single = new ArrayList<>();
    long last = -1;
    for (WriteLine row : rows) {
      if (row.t() > last) {
        single.add(row);
        last = row.t();
      }
    }
    return single;
  }

  /** The task's name is there before the first write. */
  private static byte[] memory() {
    byte[] memory = new byte[MEMORY];
    byte[] name = "swapper".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    System.arraycopy(name, 0, memory, 0x108, name.length);
    return memory;
  }

  @Test
  void valuesEqualThoseOfASimulatedMemory() {
    onRandomTrace(
        7,
        (session, rows, random) -> {
          Numeric number = NUMBERS.get(random.nextInt(NUMBERS.size()));
          List<Clause> clauses = RandomQueriesTest.clauses(random);
          boolean reverse = random.nextBoolean();
          String query = query("values of " + number.spot().name(), clauses);
          List<String> expected = new ArrayList<>();
          byte[] memory = memory();
          for (WriteLine row : rows) {
            RandomQueriesTest.put(
                memory, (int) (row.paddr() - RandomQueriesTest.PHYSICAL), row.size(), row.value());
            if (counts(row, number.spot(), clauses)) {
              long bits =
                  RandomQueriesTest.get(
                      memory, (int) number.spot().offset(), number.spot().length());
              expected.add(number.text().apply(bits));
            }
          }
          if (reverse) {
            Collections.reverse(expected);
          }
          String whole = query + (reverse ? " reverse" : "") + " show t, value";
          assertThat(QueryAssert.column(session, whole, "value")).as(whole).isEqualTo(expected);
        });
  }

  @Test
  void groupsEqualThoseOfALoop() {
    onRandomTrace(
        8,
        (session, rows, random) -> {
          Spot spot = NUMBERS.get(random.nextInt(NUMBERS.size())).spot();
          List<Clause> clauses = RandomQueriesTest.clauses(random);
          Map<Long, Long> counts = new TreeMap<>();
          for (WriteLine row : rows) {
            if (counts(row, spot, clauses)) {
              counts.merge(row.pc(), 1L, Long::sum);
            }
          }
          String query =
              query("writes to " + spot.name(), clauses) + " group by pc order by pc desc";
          List<String> expected = new ArrayList<>();
          counts.forEach((pc, count) -> expected.add(count.toString()));
          Collections.reverse(expected);
          assertThat(QueryAssert.column(session, query, "count")).as(query).isEqualTo(expected);
        });
  }

  @Test
  void histogramsCountWhatLiesBetweenTheirLimits() {
    onRandomTrace(
        9,
        (session, rows, random) -> {
          Spot spot = NUMBERS.get(random.nextInt(NUMBERS.size())).spot();
          List<Clause> clauses = RandomQueriesTest.clauses(random);
          String query = query("writes to " + spot.name(), clauses) + " histogram of t";
          List<String> from = QueryAssert.column(session, query, "from");
          List<String> to = QueryAssert.column(session, query, "to");
          List<String> counts = QueryAssert.column(session, query, "count");
          long sum = 0;
          for (int i = 0; i < from.size(); i++) {
            long low = Long.parseLong(from.get(i));
            long high = Long.parseLong(to.get(i));
            long expected =
                rows.stream()
                    .filter(row -> counts(row, spot, clauses))
                    .filter(row -> row.t() >= low && row.t() <= high)
                    .count();
            assertThat(counts.get(i)).as(query + ", bin " + i).isEqualTo("" + expected);
            sum += expected;
          }
          assertThat(sum)
              .as(query)
              .isEqualTo(rows.stream().filter(row -> counts(row, spot, clauses)).count());
        });
  }

  private static boolean counts(WriteLine row, Spot spot, List<Clause> clauses) {
    return RandomQueriesTest.changes(row, spot)
        && clauses.stream().allMatch(clause -> clause.meaning().test(row));
  }

  private static String query(String subject, List<Clause> clauses) {
    StringBuilder query = new StringBuilder(subject);
    clauses.forEach(clause -> query.append(' ').append(clause.text()));
    return query.toString();
  }
}
