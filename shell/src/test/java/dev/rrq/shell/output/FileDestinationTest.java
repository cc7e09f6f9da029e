package dev.rrq.shell.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.planner.Column.Kind;
import dev.rrq.shell.AnswerFixture;
import dev.rrq.shell.failure.ShellException;
import dev.rrq.shell.output.FileDestination.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileDestinationTest {
  @TempDir Path directory;

  private void write(Path file, Mode mode, long t) throws IOException {
    try (Destination destination = FileDestination.open(file, mode)) {
      Answers.print(
          new AnswerFixture().column("t", Kind.TIME).row(t).table(),
          Format.CSV,
          TableStyle.PLAIN,
          destination);
    }
  }

  private Stream<Path> entries() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList().stream();
    }
  }

  @Test
  void aNewFileAppearsWhole() throws IOException {
    Path file = directory.resolve("out.csv");
    write(file, Mode.CREATE, 5);
    assertThat(file).hasContent("t\n5\n");
    assertThat(entries()).containsExactly(file);
  }

  @Test
  void anExistingFileIsNotTouched() throws IOException {
    Path file = Files.writeString(directory.resolve("out.csv"), "mine");
    assertThatThrownBy(() -> write(file, Mode.CREATE, 5))
        .isInstanceOf(ShellException.class)
        .hasMessageContaining("exists already");
    assertThat(file).hasContent("mine");
    assertThat(entries()).containsExactly(file);
  }

  @Test
  void aFileThatAppearsMeanwhileIsNotOverwritten() throws IOException {
    Path file = directory.resolve("out.csv");
    try (Destination destination = FileDestination.open(file, Mode.CREATE)) {
      destination.out().append("rows");
      Files.writeString(file, "mine");
      assertThatThrownBy(destination::commit).hasMessageContaining("exists already");
    }
    assertThat(file).hasContent("mine");
    assertThat(entries()).containsExactly(file);
  }

  @Test
  void overwritingReplaces() throws IOException {
    Path file = Files.writeString(directory.resolve("out.csv"), "old");
    write(file, Mode.OVERWRITE, 6);
    assertThat(file).hasContent("t\n6\n");
  }

  @Test
  void appendingWritesTheHeaderOnce() throws IOException {
    Path file = directory.resolve("out.csv");
    write(file, Mode.APPEND, 5);
    write(file, Mode.APPEND, 6);
    assertThat(file).hasContent("t\n5\n6\n");
    assertThat(entries()).containsExactly(file);
  }

  @Test
  void whatIsNotCommittedLeavesNothing() throws IOException {
    try (Destination destination =
        FileDestination.open(directory.resolve("out.csv"), Mode.CREATE)) {
      destination.out().append("half");
    }
    assertThat(entries()).isEmpty();
  }

  @Test
  void aDirectoryThatIsMissingIsNamed() {
    assertThatThrownBy(() -> write(directory.resolve("no/out.csv"), Mode.CREATE, 1))
        .hasMessageContaining("there is no directory");
  }
}
