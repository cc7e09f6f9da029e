package dev.rrq.shell.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.packaged.Rrq.Outcome;
import dev.rrq.shell.packaged.Rrq.Running;
import dev.rrq.store.KeptRun;
import dev.rrq.store.Meta;
import dev.rrq.store.TraceStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the index keeps of accesses is, in all columns, what a replay finds. */
@Timeout(1500)
final class KeptAccessesIT {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final String QUEUE = "runqueues@cpu0.nr_running";
  private static final long INSTRUCTIONS = 60_000_000;
  private static final String COLUMNS =
      " show t, task, pid, function, location, pc, address, paddr, size, old, new, origin, in_user,"
          + " context";

  @TempDir static Path shared;

  /** The same recording and index, without anything kept. */
  private static final Path PLAIN = PackagedBoot.trace();

  private static Path trace;
  private static long from;
  private static long to;

  @TempDir Path directory;

  /** Late in the boot, when there are tasks and timers. */
  @BeforeAll
  static void keepAccesses() throws IOException {
    trace = copy(shared.resolve("kept.rrq"));
    try (TraceStore store = TraceStore.open(trace)) {
      from = store.metaNumber(Meta.LENGTH).orElseThrow() * 3 / 5;
    }
    to = from + INSTRUCTIONS;
    Outcome kept =
        keep(new Rrq(shared), "--reads", "jiffies", "--reads", QUEUE, "--all-stores")
            .endsWith(ExitStatus.DONE);
    assertThat(kept.err())
        .contains("kept accesses to jiffies, " + QUEUE + " in [" + from)
        .contains("kept the stores that changed nothing in [" + from)
        .doesNotContain("indexed");
  }

  private static Outcome keep(Rrq rrq, Object... what) {
    return rrq.run(
        Stream.concat(Stream.of("index", trace, "--from", from, "--to", to), Stream.of(what))
            .toArray());
  }

  /** Links to the files, which nobody changes. */
  private static Path copy(Path other) throws IOException {
    try (Stream<Path> walk = Files.walk(PLAIN)) {
      for (Path file : walk.toList()) {
        Path target = other.resolve(PLAIN.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.createLink(target, file);
        }
      }
    }
    return other;
  }

  private Rrq rrq() {
    return new Rrq(directory);
  }

  private String answer(Path where, String query) {
    return rrq().run(where, "-e", query).endsWith(ExitStatus.DONE).out();
  }

  private String window() {
    return " between %d and %d".formatted(from, to - 1);
  }

  /** Of the other trace, all of it is replayed. */
  private void assertKeptAsReplayed(String subject, String more) {
    String query = subject + window() + more;
    String plan = answer(trace, "explain " + query);
    assertThat(plan)
        .as(query)
        .contains("files of kept accesses")
        .doesNotContain("replayed windows");
    assertThat(answer(PLAIN, "explain " + query)).as(query).contains("replayed windows");
    assertThat(answer(trace, query)).as(query).isEqualTo(answer(PLAIN, query));
  }

  @Test
  void readsAndStoresOfAPlaceAreThoseOfAReplay() {
    assertKeptAsReplayed("reads of jiffies", COLUMNS);
    assertKeptAsReplayed("accesses to jiffies", COLUMNS + ", access");
    assertKeptAsReplayed("last 5 stores to jiffies", COLUMNS);
    assertKeptAsReplayed("accesses to " + QUEUE, COLUMNS + ", access");
    assertKeptAsReplayed("first 3 reads of jiffies", " with backtrace");
    assertThat(answer(trace, "reads of jiffies" + window()).lines()).hasSizeGreaterThan(10);
  }

  @Test
  void allStoresAreThoseOfAReplay() {
    for (String place : List.of("tk_core", "tick_next_period")) {
      assertKeptAsReplayed("stores to " + place, COLUMNS);
    }
    String columns = " show t, function, pc, address, size, old, new";
    String stores = "stores to tick_next_period" + window();
    String changes = answer(trace, stores + " where old != new" + columns);
    assertThat(changes).isEqualTo(answer(trace, "writes to tick_next_period" + window() + columns));
    String silent = answer(trace, "stores to tk_core" + window() + " where old == new" + columns);
    assertThat(silent.lines()).as("stores that changed nothing").hasSizeGreaterThan(1);
  }

  @Test
  void whatIsNotKeptIsReplayed() {
    String query = "reads of jiffies between %d and %d".formatted(to - 1_000_000, to + 1_000_000);
    assertThat(answer(trace, "explain " + query))
        .contains("files of kept accesses")
        .contains("1 replayed windows");
    assertThat(answer(trace, query + COLUMNS)).isEqualTo(answer(PLAIN, query + COLUMNS));
  }

  @Test
  void theSameIsNotKeptTwice() {
    Outcome again = keep(rrq(), "--reads", "jiffies", "--all-stores").endsWith(ExitStatus.DONE);
    assertThat(again.err()).contains("already: nothing to do").doesNotContain("kept ");
    assertThat(answer(trace, "sql select count(distinct run) as runs from kept")).contains("2");
    assertThat(rrq().run("info", trace).endsWith(ExitStatus.DONE).out())
        .contains("jiffies, " + QUEUE + ", reads and stores in [" + from)
        .contains("all memory, silent stores in [" + from);
    assertThat(rrq().run("info", trace, "--format", "json").endsWith(ExitStatus.DONE).out())
        .contains("\"kept\"", "\"" + QUEUE + "\"", "\"silent store\"");
  }

  @Test
  void wrongOrdersAreRefused() {
    assertThat(keep(rrq(), "--reads", "jifies").endsWith(ExitStatus.USAGE).err())
        .contains("no symbol 'jifies'", "did you mean 'jiffies'?");
    assertThat(keep(rrq(), "--reads", "jiffies limit 3").endsWith(ExitStatus.USAGE).err())
        .contains("takes a place");
    assertThat(
            keep(rrq(), "--reads", "jiffies", "--engine", "step").endsWith(ExitStatus.USAGE).err())
        .contains("the step engine");
  }

  @Test
  void whatIsInterruptedLeavesTheIndexAsItWas() throws IOException {
    Path other = copy(directory.resolve("other.rrq"));
    Running index = rrq().start("index", other, "--all-stores");
    await("progress")
        .atMost(SOON)
        .until(() -> !index.process().isAlive() || index.said().contains("keeping "));
    new ProcessBuilder("kill", "-INT", Long.toString(index.process().pid())).inheritIO().start();

    Outcome ended = index.end().endsWith(ExitStatus.INTERRUPTED);
    assertThat(ended.err()).contains("the index is as it was");
    assertThat(index.process().descendants()).isEmpty();
    try (TraceStore store = TraceStore.open(other)) {
      assertThat(store.isComplete()).isTrue();
      assertThat(store.kept().runs()).extracting(KeptRun::id).isEmpty();
    }
    assertThat(other.resolve("index")).isDirectoryNotContaining("glob:**incomplete*");
  }
}
