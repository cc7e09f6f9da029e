package dev.rrq.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.testing.QueryAssert;
import dev.rrq.planner.testing.ScriptedReplay;
import dev.rrq.planner.testing.ToyKernel;
import dev.rrq.planner.testing.ToyTrace;
import dev.rrq.store.Interval;
import dev.rrq.store.KeptRun.Kind;
import dev.rrq.store.TraceStore;
import dev.rrq.store.testing.TraceBuilder;
import dev.rrq.store.testing.WriteLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the index keeps is what a replay finds, whatever is kept, and when. */
final class RandomKeptTest {

  private static final int TRACES = 2;
  private static final int QUERIES = 60;
  private static final int ACCESSES = 300;
  private static final long COVERED = 800;
  private static final long LENGTH = 1000;
  private static final long PHYSICAL = 0x20_0000;

  private static final List<String> PLACES =
      List.of(
          "jiffies",
          "init_task.pid",
          "init_task.comm",
          "init_task.comm[3]",
          "init_task",
          "0xffffffff80200106..+7");

  private static final List<Interval> MEMORY =
      List.of(
          new Interval(PHYSICAL - 7, PHYSICAL + 8),
          new Interval(PHYSICAL + 0x100 - 7, PHYSICAL + 0x140),
          new Interval(PHYSICAL + 0x104 - 7, PHYSICAL + 0x108),
          new Interval(PHYSICAL - 0x1000, PHYSICAL + 0x1000));

  @TempDir Path directory;

  private static List<WriteLine> accesses(Random random, boolean together) {
    List<WriteLine> accesses = new ArrayList<>();
    long t = 0;
    for (int i = 0; i < ACCESSES && t < LENGTH - 10; i++) {
      t += together ? random.nextInt(7) : 1 + random.nextInt(6);
      int size = 1 << random.nextInt(4);
      long data = random.nextBoolean() ? random.nextInt(12) : 0x100 + random.nextInt(40);
      boolean read = random.nextInt(3) == 0;
      long old = random.nextInt(100);
      long value = read || random.nextInt(3) == 0 ? old : old + 1;
      accesses.add(
          WriteLine.parse(
              "%d 0x%x 0x%x 0x%x %d %d %d%s"
                  .formatted(
                      t,
                      ToyKernel.TEXT + 0x110,
                      ToyKernel.DATA + data,
                      PHYSICAL + data,
                      size,
                      old,
                      value,
                      read ? " read" : "")));
    }
    return accesses;
  }

  private static boolean isRead(WriteLine access) {
    return access.origin() == dev.rrq.store.RawRecord.READ;
  }

  private static ScriptedReplay replay(List<WriteLine> accesses) {
    return new ScriptedReplay(
        accesses.stream()
            .map(
                a ->
                    "%d 0x%x %s 0x%x %d %d %d"
                        .formatted(
                            a.t(),
                            a.pc(),
                            isRead(a) ? "read" : "store",
                            a.paddr(),
                            a.size(),
                            a.old(),
                            a.value()))
            .collect(Collectors.joining("\n")));
  }

  private static List<WriteLine> within(List<WriteLine> accesses, Interval time, Interval memory) {
    return accesses.stream()
        .filter(a -> time.contains(a.t()))
        .filter(a -> a.paddr() < memory.to() && memory.from() < a.paddr() + a.size())
        .toList();
  }

  private TraceBuilder trace(String name, List<WriteLine> accesses) {
    TraceBuilder builder = ToyTrace.in(directory.resolve(name)).options(TraceBuilder.TINY);
    accesses.stream()
        .filter(a -> !isRead(a) && a.old() != a.value() && a.t() < COVERED)
        .forEach(builder::write);
    return builder.end(COVERED);
  }

  private static Interval window(Random random) {
    long from = random.nextInt(700);
    return new Interval(from, from + 1 + random.nextInt(600));
  }

  private static String query(Random random, List<String> subjects) {
    String query =
        subjects.get(random.nextInt(subjects.size()))
            + " "
            + PLACES.get(random.nextInt(PLACES.size()));
    if (random.nextInt(4) > 0) {
      Interval window = window(random);
      query += " between %d and %d".formatted(window.from(), Math.min(999, window.to()));
    }
    return switch (random.nextInt(4)) {
      case 0 -> query + " reverse limit 3";
      case 1 -> query + " group by size";
      default -> query + " show t, pc, address, size, old, new, origin, access";
    };
  }

  /** Asks both, and counts the answers for which nothing was replayed. */
  private static int check(
      TraceBuilder with,
      TraceBuilder without,
      List<WriteLine> all,
      Random random,
      String... asked) {
    int spared = 0;
    ScriptedReplay fewer = replay(all);
    try (TraceStore kept = with.open();
        TraceStore plain = without.open();
        Session here = new Session(kept, fewer);
        Session there = new Session(plain, replay(all))) {
      for (int i = 0; i < QUERIES; i++) {
        String query = query(random, List.of(asked));
        fewer.windows().clear();
        assertThat(rows(QueryAssert.answer(here, query)))
            .as(query)
            .isEqualTo(rows(QueryAssert.answer(there, query)));
        spared += fewer.windows().isEmpty() ? 1 : 0;
      }
    }
    return spared;
  }

  /** Without the note, which says where the rows came from. */
  private static String rows(String answer) {
    return answer.lines().filter(line -> !line.startsWith("-- ")).collect(Collectors.joining("\n"));
  }

  @Test
  void answersFromWhatIsKeptAreThoseOfAReplay() {
    int spared = 0;
    for (int seed = 0; seed < TRACES; seed++) {
      Random random = new Random(seed);
      List<WriteLine> all = accesses(random, true);
      TraceBuilder with = trace("w" + seed, all);
      for (int run = 0; run < 4; run++) {
        Interval time = window(random);
        Interval memory = MEMORY.get(random.nextInt(MEMORY.size()));
        with.keep(
            EnumSet.of(Kind.READ, Kind.STORE),
            time,
            List.of(memory),
            List.of("place"),
            within(all, time, memory));
      }
      spared +=
          check(with, trace("p" + seed, all), all, random, "reads of", "accesses to", "stores to");
    }
    assertThat(spared).as("answers without a replay").isGreaterThan(10);
  }

  @Test
  void storesAreChangesAndSilentStores() {
    int spared = 0;
    for (int seed = 0; seed < TRACES; seed++) {
      Random random = new Random(100 + seed);
      List<WriteLine> all = accesses(random, false);
      Interval time = new Interval(random.nextInt(300), 500 + random.nextInt(500));
      Interval memory = new Interval(0, 64 << 20);
      List<WriteLine> silent =
          within(all, time, memory).stream()
              .filter(a -> !isRead(a) && a.old() == a.value())
              .toList();
      TraceBuilder with =
          trace("s" + seed, all)
              .keep(EnumSet.of(Kind.SILENT_STORE), time, List.of(memory), List.of(), silent);
      spared += check(with, trace("q" + seed, all), all, random, "stores to");
    }
    assertThat(spared).as("answers without a replay").isGreaterThan(10);
  }
}
