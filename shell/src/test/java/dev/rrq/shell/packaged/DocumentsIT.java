package dev.rrq.shell.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rrq.indexer.provision.Provisioned;
import dev.rrq.shell.failure.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README and the examples tell users to ask has answers. */
@Timeout(1500)
final class DocumentsIT {
  private static final Path ROOT = Path.of("..");

  @TempDir Path directory;

  @Test
  void questionsOfTheReadmeHaveAnswers() throws IOException {
    List<String> questions = ReadmeBlock.beginningWith("writes to init_task.comm reverse limit 5");
    assertThat(questions).hasSizeGreaterThan(8);
    List<String> arguments = new ArrayList<>(List.of(PackagedBoot.trace().toString()));
    questions.forEach(question -> arguments.addAll(List.of("-e", question)));
    Rrq.Outcome ran = new Rrq(directory).run(arguments.toArray()).endsWith(ExitStatus.DONE);
    assertThat(ran.out().lines().count()).isGreaterThan(questions.size());
  }

  @Test
  void questionsAboutModulesHaveAnswers() throws IOException {
    assumeThat(Provisioned.ensure(System.err::println).modules()).isNotNull();
    List<String> arguments = new ArrayList<>(List.of(PackagedBoot.trace().toString()));
    ReadmeBlock.beginningWith("writes to binfmt_misc:enabled")
        .forEach(question -> arguments.addAll(List.of("-e", question)));

    Rrq.Outcome ran = new Rrq(directory).run(arguments.toArray()).endsWith(ExitStatus.DONE);

    assertThat(ran.out())
        // The workload turns it off and on again.
        .contains("bm_status_write")
        .contains("bprm_execve")
        .contains(".name = ", "\"binfmt_misc\"", "binfmt_misc:bm_init_fs_context")
        .containsPattern("bm_status_write\\+0x0 \\[binfmt_misc\\]")
        .contains("crc_itu_t");
  }

  @Test
  void aModulesVariableIsNowhereBeforeItIsLoaded() {
    assumeThat(Provisioned.ensure(System.err::println).modules()).isNotNull();
    Rrq.Outcome ran =
        new Rrq(directory)
            .run(
                PackagedBoot.trace(),
                "--format",
                "table",
                "-e",
                "print binfmt_misc:enabled at 10%",
                "-e",
                "print binfmt_misc:enabled at end",
                "-e",
                "writes to binfmt_misc:enabled show function, old, new")
            .endsWith(ExitStatus.DONE);

    assertThat(ran.out())
        .startsWith("? (the module binfmt_misc is not loaded then)\n1\n")
        .containsPattern("bm_status_write +1 +0\nbm_status_write +0 +1\n");
  }

  @Test
  void theReadmesLiveSessionRuns() throws IOException {
    Path script =
        Files.write(directory.resolve("live.rrq"), ReadmeBlock.beginningWith("live start at 50%"));
    Rrq.Outcome ran =
        new Rrq(directory)
            .run(PackagedBoot.trace(), "-f", script, "--format", "table")
            .endsWith(ExitStatus.DONE);
    assertThat(ran.out())
        .contains("#0 ", "1: watch nr_threads where new < old at t = ")
        // Where it stands before and after gdb.
        .containsPattern("(?s)(\\nt = \\d+: [^\\n]*)\\n.*\\1\\n$");
  }

  static Stream<ShownAnswer> shownAnswers() throws IOException {
    return ShownAnswer.of(Files.readAllLines(ROOT.resolve("README.md"))).stream();
  }

  @Test
  void theReadmeShowsAnswers() throws IOException {
    assertThat(shownAnswers().filter(shown -> !shown.lines().isEmpty())).hasSizeGreaterThan(8);
  }

  @ParameterizedTest
  @MethodSource("shownAnswers")
  void answersAreLikeThoseThatTheReadmeShows(ShownAnswer shown) {
    List<String> arguments = List.of("-e", "let t1 = start", "-e", "let t2 = end");
    List<Object> command = new ArrayList<>(List.of(PackagedBoot.trace(), "--format", "table"));
    command.addAll(arguments);
    command.addAll(List.of("-e", shown.question()));
    Rrq.Outcome ran = new Rrq(directory).run(command.toArray()).endsWith(ExitStatus.DONE);
    List<String> answer = Stream.concat(ran.out().lines(), ran.err().lines()).toList();
    if (shown.lines().isEmpty()) {
      assertThat(answer).isNotEmpty();
    } else {
      shown.isLike(answer);
    }
  }

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("examples"))) {
      return files.filter(file -> file.toString().endsWith(".rrq")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void examplesHold(Path example) {
    Rrq.Outcome ran =
        new Rrq(directory).run(PackagedBoot.trace(), "-f", example).endsWith(ExitStatus.DONE);
    assertThat(ran.out()).isNotEmpty();
  }

  @Test
  void rowsGoToFilesOfEachFormat() throws IOException {
    for (String format : List.of("csv", "json", "jsonl", "md", "parquet", "arrow", "sqlite")) {
      Path file = directory.resolve("rows." + format);
      new Rrq(directory)
          .run("export", PackagedBoot.trace(), "writers of jiffies", "-o", file)
          .endsWith(ExitStatus.DONE);
      assertThat(file).isNotEmptyFile();
    }
  }

  @Test
  void aScriptHasArgumentsNamesAndExpectations() throws IOException {
    Files.writeString(directory.resolve("names.rrq"), "let half = 50%\n");
    Path script = directory.resolve("script.rrq");
    Files.writeString(
        script,
        """
        include names.rrq
        let place = $1
        writes to place after half limit $2 show t
        expect writes to place count > 0
        expect print $1 at end == 1
        """);
    Rrq rrq = new Rrq(directory);
    Rrq.Outcome failed =
        rrq.run(PackagedBoot.trace(), "-f", script, "total_forks", "2").endsWith(ExitStatus.FAILED);
    assertThat(failed.out().lines()).hasSize(3);
    assertThat(failed.err()).contains("script.rrq:5:", "expected == 1, found ");
    Rrq.Outcome wanting = rrq.run(PackagedBoot.trace(), "-f", script);
    assertThat(wanting.endsWith(ExitStatus.USAGE).err()).contains("$1");
  }
}
