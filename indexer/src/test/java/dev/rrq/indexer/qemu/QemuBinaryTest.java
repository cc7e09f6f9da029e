package dev.rrq.indexer.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.IndexerException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QemuBinaryTest {

  @TempDir Path directory;

  @Test
  void readsTheVersion() throws IOException {
    Path program = program("echo 'QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7)'");

    assertThat(QemuBinary.at(program)).isEqualTo(new QemuBinary(program, "7.2.22"));
  }

  @Test
  void refusesAnotherRelease() throws IOException {
    Path program = program("echo 'QEMU emulator version 7.20.1'");

    assertThatThrownBy(() -> QemuBinary.at(program)).hasMessageContaining("needs QEMU 7.2");
  }

  @Test
  void refusesWhatIsNotQemu() throws IOException {
    Path program = program("echo hello");

    assertThatThrownBy(() -> QemuBinary.at(program)).hasMessageEndingWith("QEMU: hello");
  }

  @Test
  void saysHowToGetOneThatIsMissing() {
    IndexerException e =
        catchThrowableOfType(
            IndexerException.class, () -> QemuBinary.at(directory.resolve("nothing")));

    assertThat(e.kind()).isEqualTo(Kind.ENVIRONMENT);
    assertThat(e.hints()).containsExactly("apt-get install qemu-system-x86");
  }

  private Path program(String body) throws IOException {
    Path file = Files.writeString(directory.resolve("program"), "#!/bin/sh\n" + body + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
