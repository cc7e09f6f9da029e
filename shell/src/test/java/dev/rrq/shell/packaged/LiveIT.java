package dev.rrq.shell.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.packaged.Rrq.Outcome;
import dev.rrq.shell.packaged.Rrq.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Live statements on the replay of a boot that runs two instances of one program. */
@Timeout(1500)
final class LiveIT {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final int STEPS = 5;
  private static final int HITS = 25;

  /** Called by processes, in a part of the kernel that its unwinder knows. */
  private static final List<String> FUNCTIONS =
      List.of("copy_process", "do_exit", "vfs_read", "do_sys_openat2", "do_mmap", "schedule");

  private static final List<String> VARIABLES =
      List.of(
          "jiffies_64",
          "total_forks",
          "nr_threads",
          "runqueues@cpu0.nr_running",
          "runqueues@cpu0.nr_switches");

  @TempDir static Path shared;

  private static Path ticker;
  private static Path trace;

  @TempDir Path directory;

  @BeforeAll
  static void recordAndIndex() throws IOException, InterruptedException {
    TickerBoot boot = TickerBoot.make(shared);
    ticker = boot.program();
    trace = boot.trace();
  }

  private Rrq rrq() {
    return new Rrq(directory);
  }

  private Outcome script(String... statements) throws IOException {
    Path script = Files.createTempFile(directory, "script", ".rrq");
    Files.write(script, List.of(statements));
    return rrq().run(trace, "-f", script, "--format", "jsonl").endsWith(ExitStatus.DONE);
  }

  private static List<String> matches(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    List<String> found = new ArrayList<>();
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static List<Long> times(String text) {
    return matches(text, "\"t\": (\\d+)").stream().map(Long::valueOf).toList();
  }

  private static List<Long> stops(String text) {
    return matches(text, "\\d+: watch [^\"]*? at t = (\\d+)").stream().map(Long::valueOf).toList();
  }

  // ---- watchpoints and the index ----

  @Test
  void aWatchStreamsTheRowsThatTheIndexHas() throws IOException {
    String live = script("live start at 30%", "live watch total_forks limit 5").out();
    String indexed = script("writes to total_forks since 30% with backtrace limit 5").out();

    List<String> rows = live.lines().skip(1).toList();
    assertThat(rows).hasSize(5).isEqualTo(indexed.lines().toList());
  }

  @Test
  void fiveVariablesStopWhereTheIndexSaysAndBackwardsToo() throws IOException {
    List<String> statements = new ArrayList<>(List.of("live start at 60%"));
    VARIABLES.forEach(name -> statements.add("live watch " + name));
    statements.add("live goto 60%");
    statements.addAll(Collections.nCopies(HITS, "live continue"));
    statements.addAll(Collections.nCopies(HITS - 1, "live reverse"));
    List<Long> visited = stops(script(statements.toArray(String[]::new)).out());
    assertThat(visited).hasSize(VARIABLES.size() + 2 * HITS - 1);
    List<Long> forwards = visited.subList(VARIABLES.size(), VARIABLES.size() + HITS);
    List<Long> backwards = visited.subList(VARIABLES.size() + HITS, visited.size());

    assertThat(forwards).isEqualTo(indexed().stream().limit(HITS).toList());
    List<Long> expected = new ArrayList<>(forwards.subList(0, HITS - 1));
    Collections.reverse(expected);
    assertThat(backwards).isEqualTo(expected);
  }

  private Set<Long> indexed() throws IOException {
    String[] queries =
        VARIABLES.stream()
            .map(name -> "writes to " + name + " since 60% limit " + HITS)
            .toArray(String[]::new);
    return new TreeSet<>(times(script(queries).out()));
  }

  @Test
  void aConditionIsEvaluatedOnTypedValues() throws IOException {
    String live =
        script("live start at 50%", "live watch nr_threads where new < old limit 3").out();
    String indexed = script("writes to nr_threads since 50% where new < old limit 3").out();

    assertThat(times(live)).hasSize(3).isEqualTo(times(indexed));
  }

  @Test
  void rowsGoToFilesAndPrograms() throws IOException {
    Path csv = directory.resolve("out.csv");
    Outcome piped =
        script(
            "live start at 50%",
            "live watch total_forks limit 2 > " + csv,
            "live watch total_forks limit 2 | sed 's/^/forks /'");

    // A call stack has several lines.
    assertThat(Files.readAllLines(csv)).filteredOn(line -> line.matches("\\d+,.*")).hasSize(2);
    assertThat(piped.out()).contains("forks ");
  }

  @Test
  void theMachineHoldsWhatTheIndexTells() throws IOException {
    String said =
        script(
                "live start at 70%",
                "live print jiffies",
                "print jiffies at 70%",
                "live print init_task.comm",
                "print init_task.comm at 70%",
                "live backtrace",
                "live registers",
                "live goto (first write to nr_threads)",
                "live disassemble",
                "first write to nr_threads with disassembly show disassembly")
            .out();

    List<String> texts = said.lines().toList();
    assertThat(texts.get(1)).isEqualTo(texts.get(2));
    assertThat(texts.get(3)).isEqualTo(texts.get(4));
    assertThat(texts.get(5)).contains("#0 ");
    assertThat(said).contains("\"register\": \"rip\"");
    // The instruction that comes next is the one of the row.
    String shown = matches(said, "=> 0x[0-9a-f]+  ([^#\\\\]*?) *(?=#|\\\\n)").get(0);
    assertThat(matches(said, "\"disassembly\": \"([^\"]*)\"")).containsExactly(shown);
  }

  /** Where no event is, the index and the unwinder over the machine's memory tell one stack. */
  @Test
  void stacksBetweenEventsAreThoseOfTheMachine() throws IOException {
    List<String> statements = new ArrayList<>(List.of("live start at 50%"));
    for (String function : FUNCTIONS) {
      statements.add("let t_" + function + " = first calls to " + function + " after 50%");
      statements.add("live goto t_" + function + " + 3");
      statements.add("live backtrace");
      statements.add("backtrace at t_" + function + " + 3");
    }
    List<List<String>> live = new ArrayList<>();
    List<List<String>> indexed = new ArrayList<>();
    for (String line : script(statements.toArray(String[]::new)).out().lines().toList()) {
      if (line.contains("\"t = ")) {
        live.add(new ArrayList<>());
        indexed.add(new ArrayList<>());
      } else {
        live.get(live.size() - 1).addAll(matches(line, "#\\d+ +(.*?) *(?=\\(|\\\\n|\"})"));
        indexed.get(indexed.size() - 1).addAll(matches(line, "\"function\": \"([^\"]*)\""));
      }
    }
    assertThat(live).hasSize(1 + FUNCTIONS.size());
    for (int i = 1; i < live.size(); i++) {
      areOneStack(live.get(i), indexed.get(i));
    }
  }

  /** The index may not know the innermost instruction; the unwinder knows no frames of programs. */
  private static void areOneStack(List<String> live, List<String> indexed) {
    List<String> callers = new ArrayList<>(indexed.subList(1, indexed.size()));
    int user =
        IntStream.range(0, callers.size())
            .filter(i -> isUser(callers.get(i)))
            .findFirst()
            .orElse(-1);
    if (user >= 0) {
      callers.subList(user + 1, callers.size()).clear();
    }
    assertThat(callers).isNotEmpty();
    assertThat(live).endsWith(callers.toArray(String[]::new)).hasSizeGreaterThan(callers.size());
    String innermost = live.get(live.size() - callers.size() - 1);
    assertThat(innermost.replaceFirst("\\+.*", ""))
        .isEqualTo(indexed.get(0).replaceFirst("\\+.*", ""));
  }

  private static boolean isUser(String frame) {
    return frame.endsWith("[user]");
  }

  // ---- user programs ----

  @Test
  void aUserProgramsVariableIsWatchedInEachOfItsProcesses() throws IOException {
    String live =
        script("symbols add " + ticker, "live start at 50%", "live watch ticker:counter until end")
            .out();
    List<String> pids = matches(live, "\"pid\": (\\d+)").stream().distinct().toList();
    assertThat(pids).hasSize(2);
    for (String pid : pids) {
      List<String> values =
          live.lines()
              .filter(line -> line.contains("\"pid\": " + pid + ","))
              .flatMap(line -> matches(line, "\"new_text\": \"(\\d+)\"").stream())
              // The kernel clears the program's memory in its name.
              .filter(value -> !value.equals("0"))
              .toList();
      int start = Integer.parseInt(values.get(0)) - 1;
      assertThat(values)
          .isEqualTo(
              Stream.iterate(start + 1, value -> value + 1).limit(STEPS).map(v -> v + "").toList());
    }
    assertThat(live).contains("\"new_text\": \"105\"", "\"new_text\": \"205\"");
  }

  /** The pid of one of the processes that run the program. */
  private String pid() throws IOException {
    return script("tasks")
        .out()
        .lines()
        .filter(line -> line.contains("\"ticker\""))
        .flatMap(line -> matches(line, "\"pid\": (\\d+)").stream())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theReadmesQuestionsAboutAProgramHaveAnswers() throws IOException {
    String pid = pid();
    List<String> statements = new ArrayList<>(List.of("live start at 50%"));
    for (String statement : ReadmeBlock.beginningWith("symbols add rootfs/bin/ticker")) {
      statements.add(
          statement.replace("rootfs/bin/ticker", ticker.toString()).replaceAll("\\b81\\b", pid));
    }
    String said = script(statements.toArray(String[]::new)).out();

    assertThat(said).contains("watch ticker:counter where pid == " + pid, "break ticker:main");
    assertThat(matches(said, "\"pid\": (\\d+)").stream().distinct()).containsExactly(pid);
  }

  @Test
  void oneProcessOfAProgramIsWatchedAlone() throws IOException {
    String pid = pid();
    String add = "symbols add " + ticker;
    String live =
        script(
                add,
                "live start at 50%",
                "live watch ticker:counter where pid = " + pid + " and new > 0 limit 5")
            .out();
    String indexed = script(add, "writes to ticker:counter by pid " + pid).out();

    assertThat(matches(live, "\"pid\": (\\d+)").stream().distinct()).containsExactly(pid);
    // The index tells of the page as it is cleared, too.
    assertThat(times(indexed)).containsAll(times(live));
    assertThat(times(live)).hasSize(STEPS);
    Path both =
        Files.writeString(directory.resolve("both.rrq"), add + "\nwrites to ticker:counter");
    assertThat(rrq().run(trace, "-f", both).endsWith(ExitStatus.FAILED).err())
        .contains("2 processes ran ticker");
  }

  @Test
  void aUserProgramsFunctionIsBrokenAtInItsProcessesAlone() throws IOException {
    String live =
        script(
                "symbols add " + ticker,
                "live start at 50%",
                "live break ticker:main",
                "live continue",
                "live continue",
                "live reverse",
                "live continue",
                "live continue")
            .out();

    List<String> hits = matches(live, "break ticker:main at t = \\d+, by (ticker \\(pid \\d+\\))");
    assertThat(hits).hasSize(4);
    assertThat(hits.get(0)).isNotEqualTo(hits.get(1)).isEqualTo(hits.get(2));
    assertThat(hits.get(3)).isEqualTo(hits.get(1));
    assertThat(live).contains("#0  ticker:main+0x0 (", "ticker.c:", "the end of the recording");
  }

  // ---- processes ----

  @Test
  void gdbGetsTheReplayAndGivesItBack() throws IOException {
    Path commands =
        Files.writeString(
            directory.resolve("gdb"), "printf \"gdb is at %p\\n\", $pc\nstepi 100\ndetach\nquit\n");
    Path script =
        Files.write(
            directory.resolve("script.rrq"),
            List.of("live start at 50%", "live gdb", "live status"));
    Outcome ran =
        rrq()
            .through(List.of("sh", "-c", "exec \"$@\" < " + commands, "sh"))
            .run(trace, "-f", script, "--format", "jsonl")
            .endsWith(ExitStatus.DONE);

    assertThat(ran.out()).contains("gdb is at 0x");
    List<Long> times =
        matches(ran.out(), "t = (\\d+): ").stream().map(Long::valueOf).collect(Collectors.toList());
    assertThat(times).hasSize(3);
    assertThat(times.get(1)).isEqualTo(times.get(0) + 100);
    assertThat(times.get(2)).isEqualTo(times.get(1));
  }

  @Test
  void controlCStopsTheReplayAndNoProcessIsLeft() throws IOException {
    Running running = endless();
    List<ProcessHandle> started = running.process().descendants().toList();
    assertThat(started).isNotEmpty();
    new ProcessBuilder("kill", "-INT", Long.toString(running.process().pid())).start();

    assertThat(running.end().endsWith(ExitStatus.INTERRUPTED).err()).contains("interrupted");
    awaitEnd(started);
  }

  @Test
  void nothingIsLeftOfAShellThatIsKilled() throws IOException {
    Running running = endless();
    List<ProcessHandle> started = running.process().descendants().toList();
    assertThat(started).isNotEmpty();
    running.process().destroyForcibly();

    awaitEnd(started);
  }

  /** A watch that no change fulfils, after the replay has come to where it starts. */
  private Running endless() throws IOException {
    Path script =
        Files.write(
            directory.resolve("endless.rrq"),
            List.of("live start at 10%", "live watch jiffies where new == 1"));
    Running running = rrq().start(trace, "-f", script);
    until(running, () -> read(running.out()).contains("t = "));
    return running;
  }

  private static void until(Running running, BooleanSupplier condition) {
    await("the start of the replay")
        .atMost(SOON)
        .until(() -> condition.getAsBoolean() || !running.process().isAlive());
    assertThat(running.process().isAlive()).as("it goes on; it said %s", running.said()).isTrue();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  private static void awaitEnd(List<ProcessHandle> started) {
    await("the emulator's end")
        .atMost(SOON)
        .until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void aStatementWithoutAReplayIsASentence() throws IOException {
    Path script = Files.writeString(directory.resolve("none.rrq"), "live continue\n");

    assertThat(rrq().run(trace, "-f", script).endsWith(ExitStatus.FAILED).err())
        .contains("there is no live replay", "HINT: 'live start at T' starts one");
  }
}
