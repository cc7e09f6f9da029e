package dev.rrq.shell.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.rrq.indexer.guest.DemoInitrd;
import dev.rrq.indexer.provision.Provisioned;
import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.packaged.Rrq.Outcome;
import dev.rrq.shell.packaged.Rrq.Running;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From a kernel to answers with the packaged command, and all that can go wrong on the way. */
@Timeout(1500)
final class CommandIT {
  private static final Duration SOON = Duration.ofMinutes(3);

  /** No slice has more files. */
  private static final int FILES_OF_A_SLICE = 17;

  @TempDir static Path shared;

  private static Provisioned parts;
  private static Path initrd;
  private static Path trace;

  @TempDir Path directory;

  /** The whole way once; its kernel stays where it was linked, unlike that of the demo. */
  @BeforeAll
  static void recordAndIndex() throws IOException {
    parts = Provisioned.ensure(System.err::println);
    initrd = shared.resolve("initrd");
    try (OutputStream out = Files.newOutputStream(initrd)) {
      DemoInitrd.write(parts.busybox(), out);
    }
    trace = shared.resolve("boot.rrq");
    Rrq rrq = new Rrq(shared);
    rrq.run(
            "record",
            "-o",
            trace,
            "--kernel",
            parts.kernel(),
            "--initrd",
            initrd,
            "--append",
            "console=ttyS0 panic=-1 nokaslr",
            "--vmlinux",
            vmlinux())
        .endsWith(ExitStatus.DONE);
    Outcome indexed = rrq.run("index", trace).endsWith(ExitStatus.DONE);
    assertThat(indexed.err()).contains("indexed [0, ");
  }

  private static Path vmlinux() {
    return Optional.ofNullable(parts.vmlinux()).orElseThrow();
  }

  private Rrq rrq() {
    return new Rrq(directory);
  }

  @Test
  void aTraceTellsWhatItHolds() throws IOException {
    Map<String, String> info = info(trace);
    assertThat(info)
        .containsKeys(
            "replay_command",
            "length",
            "snapshots",
            "vmlinux",
            "build_id",
            "kaslr_offset",
            "coverage",
            "events",
            "bytes",
            "qemu_version",
            "format_version");
    assertThat(info.get("kaslr_offset")).isEqualTo("0x0");
    double bytesAnEvent =
        Double.parseDouble(info.get("bytes")) / Double.parseDouble(info.get("events"));
    assertThat(bytesAnEvent).isBetween(1.0, 6.0);
  }

  @Test
  void theIndexIsProvenByAReplay() {
    assertThat(rrq().run("verify", trace).endsWith(ExitStatus.DONE).err())
        .contains("byte for byte");
  }

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("..", "examples"))) {
      return files.filter(file -> file.toString().endsWith(".rrq")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void examplesHoldOnThisBootToo(Path example) {
    Outcome ran = rrq().run(trace, "-f", example).endsWith(ExitStatus.DONE);

    assertThat(ran.out()).isNotEmpty();
  }

  @Test
  void anIndexThatIsInterruptedAnswersAllTheSame() throws IOException {
    Path half = sameRecording();
    Running index = rrq().start("index", half);
    awaitProgress(index);
    interrupt(index.process());

    Outcome ended = index.end().endsWith(ExitStatus.INTERRUPTED);
    assertThat(ended.err()).contains("the index is incomplete");
    assertThat(index.process().descendants()).isEmpty();
    Rrq rrq = new Rrq(shared);
    assertThat(rrq.run("info", half).endsWith(ExitStatus.DONE).out()).contains("incomplete");
    Outcome late = rrq.run(half, "-e", "calls to schedule after 99%").endsWith(ExitStatus.DONE);
    assertThat(late.err()).contains("not covered");
    // What it does not cover, a replay does.
    String writes = "writes to jiffies after 99% show t, pc, address, size, old, new";
    assertThat(rrq.run(half, "-e", writes).endsWith(ExitStatus.DONE).out())
        .isEqualTo(rrq.run(trace, "-e", writes).endsWith(ExitStatus.DONE).out())
        .contains("\n");
  }

  /** Two windows, one after the other, come to the same as all at once, with all columns. */
  @Test
  void aWindowIsAddedToTheIndexThatIsThere() throws IOException {
    Path windows = sameRecording();
    long length = Long.parseLong(info(trace).get("length"));
    long from = length * 70 / 100;
    long step = length / 1000;
    index(windows, from + 2 * step, from + 3 * step);
    assertThat(
            rrq().run("index", windows, "--from", from + 2 * step, "--to", from + 3 * step).err())
        .contains("already");
    Outcome added =
        rrq().run("index", windows, "--from", "70%", "--to", from + step).endsWith(ExitStatus.DONE);
    assertThat(added.err()).contains("indexed [%d, %d)".formatted(from, from + 3 * step));

    String window = " between %d and %d".formatted(from, from + 3 * step - 1);
    List<String> asked =
        List.of(
            "writes to jiffies" + window,
            "switches" + window + " show t, task, to_task",
            "calls to schedule" + window + " show t, task, function, caller");
    for (String question : asked) {
      Outcome here = rrq().run(windows, "-e", question).endsWith(ExitStatus.DONE);
      assertThat(here.err()).as("what is said of '%s'", question).doesNotContain("not covered");
      assertThat(here.out())
          .as(question)
          .isEqualTo(rrq().run(trace, "-e", question).endsWith(ExitStatus.DONE).out());
    }
    String writes = rrq().run(windows, "-e", asked.get(0)).out();
    assertThat(writes.lines()).hasSizeGreaterThan(1);
    // Elsewhere a replay tells what memory held.
    for (String question :
        List.of(
            "print jiffies at end",
            "print list(init_task.tasks, struct task_struct, tasks).comm at 40%",
            "diff init_task between 60%% and %d".formatted(from))) {
      assertThat(rrq().run(windows, "-e", question).endsWith(ExitStatus.DONE).out())
          .as(question)
          .isEqualTo(rrq().run(trace, "-e", question).endsWith(ExitStatus.DONE).out())
          .isNotBlank();
    }
    assertThat(
            rrq()
                .run("index", windows, "--engine", "step", "--to", 1000)
                .endsWith(ExitStatus.USAGE)
                .err())
        .contains("HINT: ", "--replace");
  }

  private Outcome index(Path where, long from, long to) {
    return rrq().run("index", where, "--from", from, "--to", to).endsWith(ExitStatus.DONE);
  }

  private Map<String, String> info(Path of) throws IOException {
    return topLevel(rrq().run("info", of, "--format", "json").endsWith(ExitStatus.DONE).out());
  }

  @Test
  void anIndexThatIsKilledLeavesNoProcessAndStillOpens() throws IOException {
    Path half = sameRecording();
    Running index = rrq().start("index", half);
    awaitStored(index, half);
    List<ProcessHandle> started = index.process().descendants().toList();
    assertThat(started).isNotEmpty();
    index.process().destroyForcibly();

    await("the emulator's end")
        .atMost(SOON)
        .until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
    Outcome told = new Rrq(shared).run("info", half).endsWith(ExitStatus.DONE);
    assertThat(told.out()).contains("incomplete");
  }

  @Test
  void aFullDiskIsSaidAndWhatWasStoredCounts() throws IOException {
    Path half = Files.createDirectory(directory.resolve("half.rrq"));
    Path original = sameRecording();
    // A small file system of this process's own, with the recording's files linked into it.
    String script =
        """
        mount -t tmpfs -o size=120m none "$1" && ln -s "$2"/* "$1" && shift 2 && "$@"
        status=$?
        ls "$0"/index* >&2
        exit $status
        """;
    Rrq small =
        rrq()
            .through(
                List.of(
                    "unshare",
                    "-rm",
                    "sh",
                    "-c",
                    script,
                    half.toString(),
                    half.toString(),
                    original.toString()));

    Outcome ended = small.run("index", half).endsWith(ExitStatus.ENVIRONMENT);

    assertThat(ended.err()).contains("is full: make room").contains("catalogue.duckdb");
  }

  @Test
  void anotherProgramIsNoVmlinux() throws Exception {
    Path source = Files.writeString(directory.resolve("a.c"), "int main(void) { return 0; }\n");
    Path other = compile(source, "-Wl,--build-id=sha1");
    Path anonymous = compile(source, "-Wl,--build-id=none");
    Path half = sameRecording();

    assertThat(indexWith(half, other)).contains("is of another build than the kernel");
    assertThat(indexWith(half, anonymous)).contains("has no build id");
    assertThat(indexWith(half, source)).contains("ELF");
    assertThat(indexWith(half, directory.resolve("none"))).contains("there is no vmlinux at");
    assertThat(half).isDirectoryNotContaining("glob:**index*");
  }

  private String indexWith(Path where, Path vmlinux) {
    return rrq().run("index", where, "--vmlinux", vmlinux).endsWith(ExitStatus.USAGE).err();
  }

  @Test
  void aRecordingThatNamesNoVmlinuxNeedsOne() throws IOException {
    Path anonymous = directory.resolve("anonymous.rrq");
    Path cache = Files.createDirectory(directory.resolve("cache"));
    rrq()
        .run("record", "-o", anonymous, "--kernel", parts.kernel(), "--initrd", initrd)
        .endsWith(ExitStatus.DONE);

    Outcome refused = rrq().with("XDG_CACHE_HOME", cache.toString()).run("index", anonymous);

    assertThat(refused.endsWith(ExitStatus.USAGE).err())
        .contains("the recording names no vmlinux", "HINT: ", "--vmlinux FILE");
    assertThat(anonymous).isDirectoryNotContaining("glob:**index*");
  }

  @Test
  void whatIsThereAlreadyIsNotOverwritten() {
    Outcome refused =
        rrq().run("record", "-o", trace, "--kernel", parts.kernel()).endsWith(ExitStatus.USAGE);

    assertThat(refused.err()).contains("exists");
  }

  @Test
  void wrongInputIsASentence() throws IOException {
    Path text = Files.writeString(directory.resolve("text"), "this is no kernel\n");
    Path dead = directory.resolve("dead.rrq");
    rrq().run("record", "-o", dead, "--kernel", text).endsWith(ExitStatus.USAGE);
    rrq()
        .run("record", "-o", dead, "--kernel", parts.kernel(), "--memory", "much")
        .endsWith(ExitStatus.USAGE);
    assertThat(dead).doesNotExist();
    Outcome typo = rrq().run(trace, "-e", "writes to jiffees").endsWith(ExitStatus.FAILED);
    assertThat(typo.err()).contains("did you mean 'jiffies'");
    rrq().run(trace, "-e", "writes two jiffies").endsWith(ExitStatus.USAGE);
    rrq().run(directory.resolve("none.rrq"), "-e", "tasks").endsWith(ExitStatus.USAGE);
  }

  @Test
  void anotherQemuIsRefused() throws IOException {
    Path other = directory.resolve("other-qemu");
    Files.writeString(other, "#!/bin/sh\necho QEMU emulator version 7.2.999\n");
    assertThat(other.toFile().setExecutable(true)).isTrue();

    assertThat(indexWithQemu(other).endsWith(ExitStatus.DAMAGED).err())
        .contains("replays only with it; here is QEMU 7.2.999");
    assertThat(indexWithQemu(directory.resolve("none")).endsWith(ExitStatus.ENVIRONMENT).err())
        .contains("cannot be run");
  }

  private Outcome indexWithQemu(Path qemu) throws IOException {
    return rrq().with("RRQ_QEMU", qemu.toString()).run("index", sameRecording());
  }

  @Test
  void aDamagedIndexIsStatus4() throws IOException {
    Path damaged = sameRecording();
    try (Stream<Path> files = Files.walk(trace.resolve("index"))) {
      for (Path file : files.toList()) {
        Path copy = damaged.resolve(trace.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectory(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
    Path segment = damaged.resolve("index/writes/00000.parquet");
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.setLength(file.length() / 2);
    }

    assertThat(rrq().run(damaged, "-e", "tasks").endsWith(ExitStatus.DAMAGED).err())
        .contains("00000.parquet", "index the trace again");
  }

  /** Another trace without an index, with links to the files of the recording. */
  private Path sameRecording() throws IOException {
    Path other = Files.createTempDirectory(directory, "same").resolve("half.rrq");
    Files.createDirectory(other);
    try (Stream<Path> files = Files.list(trace)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.createSymbolicLink(other.resolve(file.getFileName()), file);
      }
    }
    return other;
  }

  /** Until some slice of time is stored, as the files of another are there. */
  private static void awaitStored(Running index, Path where) {
    Path writes = where.resolve("index.incomplete").resolve("writes");
    await("a slice of time")
        .atMost(SOON)
        .until(() -> !index.process().isAlive() || count(writes) > FILES_OF_A_SLICE);
    assertThat(index.process().isAlive()).as("it goes on; it said %s", index.said()).isTrue();
  }

  private static long count(Path files) throws IOException {
    if (!Files.exists(files)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(files)) {
      return all.count();
    }
  }

  /** Until the replay has begun and something is known of its speed. */
  private static void awaitProgress(Running index) {
    await("progress")
        .atMost(SOON)
        .until(() -> !index.process().isAlive() || index.said().contains("indexing "));
    assertThat(index.process().isAlive()).as("it goes on; it said %s", index.said()).isTrue();
  }

  private static void interrupt(Process process) throws IOException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).inheritIO().start();
  }

  private Path compile(Path source, String option) throws IOException, InterruptedException {
    Path program = directory.resolve("program" + option.hashCode());
    Process gcc =
        new ProcessBuilder("gcc", option, "-o", program.toString(), source.toString())
            .inheritIO()
            .start();
    assertThat(gcc.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return program;
  }

  /** The fields of an object; of those that are no scalars only that they are there. */
  private static Map<String, String> topLevel(String json) throws IOException {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      for (@Nullable String name = parser.nextFieldName(); name != null; ) {
        JsonToken value = parser.nextToken();
        fields.put(name, value.isScalarValue() ? parser.getText() : "");
        parser.skipChildren();
        name = parser.nextFieldName();
      }
    }
    return new HashMap<>(fields);
  }
}
