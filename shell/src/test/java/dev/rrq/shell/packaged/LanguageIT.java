package dev.rrq.shell.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.grammar.StatementParser;
import dev.rrq.grammar.diagnostics.Source;
import dev.rrq.planner.Column;
import dev.rrq.planner.Result;
import dev.rrq.planner.Row;
import dev.rrq.planner.Session;
import dev.rrq.planner.TableResult;
import dev.rrq.store.TraceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Questions about a real boot, each asked in two ways that must have one answer. Nothing here knows
 * a time or an address.
 */
@Timeout(1500)
final class LanguageIT {
  private static final List<String> NUMBERS =
      List.of("nr_threads", "total_forks", "jiffies", "runqueues@cpu0.nr_running");
  private static final List<String> PLACES =
      List.of(
          "nr_threads", "total_forks", "jiffies", "init_task.comm", "init_task.__state", "init_mm");

  private static TraceStore store;
  private static Session session;

  @BeforeAll
  static void open() {
    store = TraceStore.open(PackagedBoot.trace());
    session = new Session(store);
  }

  @AfterAll
  static void close() {
    session.close();
    store.close();
  }

  // ---- asking ----

  private static Result ask(String statement) {
    return session.execute(new StatementParser().parse(new Source("test", statement)));
  }

  /** A column of an answer, as text. */
  private static List<String> column(String query, String name) {
    try (TableResult table = (TableResult) ask(query)) {
      int at = table.columns().stream().map(Column::name).toList().indexOf(name);
      assertThat(at).as("column %s of %s", name, query).isNotNegative();
      List<String> texts = new ArrayList<>();
      for (Row row = table.next(); row != null; row = table.next()) {
        texts.add(row.text(at));
      }
      return texts;
    }
  }

  private static long sum(String query) {
    return column(query, "count").stream().mapToLong(Long::parseLong).sum();
  }

  private static String print(String expression) {
    return ((Result.Text) ask("print " + expression)).text();
  }

  private static List<String> reversed(List<String> list) {
    List<String> other = new ArrayList<>(list);
    java.util.Collections.reverse(other);
    return other;
  }

  // ---- counts that must be equal ----

  /** Two queries whose counts come to the same sum. */
  static Stream<Arguments> equalCounts() {
    List<Arguments> pairs = new ArrayList<>();
    for (String place : PLACES) {
      String count = "writes to " + place + " count";
      pairs.add(Arguments.of(count, "writers of " + place));
      pairs.add(Arguments.of(count, "writers of " + place + " with backtrace"));
      pairs.add(Arguments.of(count, "writes to " + place + " histogram of t"));
      pairs.add(Arguments.of(count, "writes to " + place + " group by size, function"));
      pairs.add(Arguments.of(count, "writes to " + place + " group by task"));
    }
    for (String place : List.of("nr_threads", "total_forks", "jiffies", "init_task.comm")) {
      pairs.add(Arguments.of("writes to " + place + " count", "values of " + place + " count"));
      pairs.add(
          Arguments.of("values of " + place + " count", "values of " + place + " group by value"));
    }
    pairs.add(Arguments.of("writes to nr_threads count", "writes to nr_threads histogram of new"));
    pairs.add(Arguments.of("writes to jiffies count", "writes to jiffies_64 count"));
    pairs.add(
        Arguments.of(
            "writes to runqueues@cpu0.nr_running count",
            "writes to per_cpu(runqueues, 0).nr_running count"));
    for (String function : List.of("copy_process", "release_task", "do_exit")) {
      pairs.add(Arguments.of("calls to " + function + " count", "callers of " + function));
      pairs.add(
          Arguments.of(
              "calls to " + function + " count",
              "sql SELECT count(*) AS count FROM calls WHERE function = '" + function + "'"));
    }
    pairs.add(Arguments.of("tasks count", "sql SELECT count(*) AS count FROM tasks"));
    pairs.add(Arguments.of("interrupts count", "interrupts group by function"));
    return pairs.stream();
  }

  @ParameterizedTest
  @MethodSource("equalCounts")
  void countsAreEqual(String one, String other) {
    assertThat(sum(one)).isEqualTo(sum(other)).isPositive();
  }

  @ParameterizedTest
  @MethodSource("places")
  void timeFallsIntoParts(String place) {
    long all = sum("writes to " + place + " count");
    assertThat(sum("writes to " + place + " before 60% count"))
        .isEqualTo(all - sum("writes to " + place + " since 60% count"));
    assertThat(sum("writes to " + place + " until 60% count"))
        .isEqualTo(all - sum("writes to " + place + " after 60% count"));
  }

  static Stream<String> places() {
    return PLACES.stream();
  }

  static Stream<String> numbers() {
    return NUMBERS.stream();
  }

  @ParameterizedTest
  @MethodSource("places")
  void theLatestWritesAreTheEarliestTurnedAround(String place) {
    List<String> all = column("writes to " + place + " show t", "t");
    List<String> latest = column("writes to " + place + " reverse limit 3 show t", "t");
    assertThat(latest).isEqualTo(reversed(all).subList(0, Math.min(3, all.size())));
    assertThat(column("last 3 writes to " + place + " show t", "t")).isEqualTo(latest);
    assertThat(column("first 3 writes to " + place + " show t", "t"))
        .isEqualTo(all.subList(0, Math.min(3, all.size())));
  }

  @ParameterizedTest
  @MethodSource("places")
  void eachWriterHasItsWrites(String place) {
    List<String> functions = column("writers of " + place, "function");
    List<String> counts = column("writers of " + place, "count");
    for (int i = 0; i < Math.min(2, functions.size()); i++) {
      if (!functions.get(i).startsWith("<") && !functions.get(i).equals(Row.UNKNOWN)) {
        assertThat(sum("writes to " + place + " in " + functions.get(i) + " count"))
            .isEqualTo(Long.parseLong(counts.get(i)));
      }
    }
  }

  // ---- values ----

  @ParameterizedTest
  @MethodSource("numbers")
  void theLastValueIsWhatMemoryHolds(String place) {
    assertThat(column("last 1 values of " + place, "value")).containsExactly(print(place));
    List<String> before = column("last 1 values of " + place + " before 60%", "value");
    if (!before.isEmpty()) {
      assertThat(before).containsExactly(print(place + " at 60%"));
    }
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void theLastWriteBeforeATimeLeftWhatIsPrintedThen(String place) {
    List<String> last = column("last 1 writes to " + place + " before 80%", "new");
    if (!last.isEmpty()) {
      assertThat(last).containsExactly(print(place + " at 80%"));
    }
  }

  @Test
  void aWriteIsThereRightBehindIt() {
    List<String> times = column("writes to nr_threads limit 5", "t");
    List<String> olds = column("writes to nr_threads limit 5", "old");
    List<String> news = column("writes to nr_threads limit 5", "new");
    assertThat(times).hasSize(5);
    for (int i = 0; i < times.size(); i++) {
      assertThat(print("nr_threads at " + times.get(i))).isEqualTo(olds.get(i));
      assertThat(print("nr_threads at " + times.get(i) + " + 1")).isEqualTo(news.get(i));
    }
  }

  @Test
  void objectsEndAsTheyArePrinted() {
    assertThat(column("last 1 values of init_task.comm", "value"))
        .containsExactly(print("init_task.comm"))
        .containsExactly("\"swapper/0\"");
  }

  @Test
  void aPlaceThatMovesIsFollowed() {
    String place = "task(1)->mm->map_count";
    List<String> times = column("values of " + place + " limit 5", "t");
    List<String> values = column("values of " + place + " limit 5", "value");
    for (int i = 0; i < times.size(); i++) {
      assertThat(print(place + " at " + times.get(i) + " + 1")).startsWith(values.get(i));
    }
    assertThat(column("values of " + place, "location")).contains("the place was nowhere before");
    try (TableResult table = (TableResult) ask("writes to init_task.tasks.prev->next")) {
      Row row = table.next();
      while (row != null) {
        row = table.next();
      }
      assertThat(table.note()).hasValueSatisfying(note -> assertThat(note).contains("moves"));
    }
  }

  @Test
  void theListOfTasksIsAsLongAsItsCounter() {
    String list = "list(init_task.tasks, struct task_struct, tasks)";
    List<String> pids = column("print " + list + ".pid", "value");
    assertThat(String.valueOf(pids.size())).isEqualTo(print("nr_threads"));
    assertThat(column("tasks", "pid")).contains("1", "2");
    assertThat(pids).contains("1", "2").doesNotHaveDuplicates();
    String task = column("print " + list + ".comm", "value").get(0);
    assertThat(print("task(1).comm")).isEqualTo(task);
  }

  // ---- addresses ----

  @Test
  void addressesHaveTheNamesOfWhatLiesThere() {
    assertThat(((Result.Text) ask("describe &init_task.comm[3]")).text())
        .endsWith("is init_task.comm[3]");
    String init = print("(unsigned long)&task(1).comm[2]");
    assertThat(((Result.Text) ask("describe " + init)).text())
        .contains("slab cache \"task_struct\"", "struct task_struct: .comm[2]", "pid 1");
    String queue = print("(unsigned long)&runqueues@cpu0.nr_running");
    assertThat(((Result.Text) ask("describe " + queue)).text())
        .contains("runqueues@cpu0.nr_running");
    String stack = print("((unsigned long)task(1).stack) + 100");
    assertThat(((Result.Text) ask("describe " + stack)).text())
        .contains("in the stack of task", "(pid 1)");
  }

  @Test
  void userMemoryIsThatOfTheTaskThen() {
    String query =
        "sql SELECT vaddr, t, \"new\" FROM writes WHERE in_user AND size = 8 AND vaddr > 0"
            + " AND \"new\" > 0 ORDER BY t DESC LIMIT 1";
    String address = column(query, "vaddr").get(0);
    String t = column(query, "t").get(0);
    assertThat(print("*(long *)" + address + " at " + t + " + 1"))
        .isEqualTo(column(query, "new").get(0));
  }

  @Test
  void textBehindPointersIsPrinted() {
    assertThat(print("saved_command_line")).contains(" \"").contains("console=ttyS0");
  }

  @Test
  void nothingDiffersFromItself() {
    assertThat(column("diff init_task between 50% and 50%", "member")).isEmpty();
    assertThat(column("diff init_task between start and end", "member")).contains(".comm");
  }
}
