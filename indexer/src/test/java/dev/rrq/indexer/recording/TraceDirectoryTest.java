package dev.rrq.indexer.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceDirectoryTest {

  @TempDir Path directory;

  @Test
  void getsItsNameWhenItIsWhole() throws IOException {
    Path target = directory.resolve("a.rrq");
    try (TraceDirectory trace = TraceDirectory.create(target)) {
      assertThat(trace.path()).hasFileName("a.rrq.incomplete");
      Files.writeString(trace.resolve("file"), "x");
      assertThat(trace.finish()).isEqualTo(target);
    }

    assertThat(target).isDirectoryContaining("glob:**file");
    assertThat(directory).isDirectoryNotContaining("glob:**incomplete");
  }

  @Test
  void isGoneWhenItIsNotFinished() throws IOException {
    try (TraceDirectory trace = TraceDirectory.create(directory.resolve("a.rrq"))) {
      Files.writeString(trace.resolve("file"), "x");
    }

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void refusesANameThatIsTaken() throws IOException {
    Path taken = Files.createFile(directory.resolve("a.rrq"));

    assertThatThrownBy(() -> TraceDirectory.create(taken)).hasMessageContaining("exists already");
    assertThat(taken).isRegularFile();
  }

  @Test
  void refusesANameThatIsBeingRecorded() {
    Path target = directory.resolve("a.rrq");
    try (TraceDirectory trace = TraceDirectory.create(target)) {
      assertThatThrownBy(() -> TraceDirectory.create(target))
          .hasMessageContaining("is being recorded by another rrq");
      assertThat(trace.path()).isDirectory();
    }
  }

  @Test
  void replacesWhatACrashLeftBehind() throws IOException {
    Path left = Files.createDirectory(directory.resolve("a.rrq.incomplete"));
    Files.createFile(left.resolve("lock"));
    Files.createFile(left.resolve("replay.log"));

    try (TraceDirectory trace = TraceDirectory.create(directory.resolve("a.rrq"))) {
      assertThat(trace.resolve("replay.log")).doesNotExist();
    }
  }

  @Test
  void leavesAStrangersDirectoryAlone() throws IOException {
    Path strange = Files.createDirectory(directory.resolve("a.rrq.incomplete"));
    Files.createFile(strange.resolve("precious"));

    assertThatThrownBy(() -> TraceDirectory.create(directory.resolve("a.rrq")))
        .hasMessageContaining("is in the way");
    assertThat(strange.resolve("precious")).exists();
  }

  @Test
  void needsAParent() {
    assertThatThrownBy(() -> TraceDirectory.create(directory.resolve("none/a.rrq")))
        .hasMessageContaining("its parent directory does not exist");
  }
}
