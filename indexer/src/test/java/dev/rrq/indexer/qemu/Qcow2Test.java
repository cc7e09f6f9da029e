package dev.rrq.indexer.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Qcow2Test {

  @TempDir Path directory;

  @Test
  void tellsItsSizeAndFormat() throws IOException {
    Path image = directory.resolve("image");
    Qcow2.create(image, 5L << 30, directory.resolve("base"), "raw");

    assertThat(Qcow2.virtualSize(image)).isEqualTo(5L << 30);
    assertThat(Qcow2.format(image)).isEqualTo("qcow2");
  }

  @Test
  void anythingElseIsRaw() throws IOException {
    Path image = Files.write(directory.resolve("raw"), new byte[4096]);

    assertThat(Qcow2.virtualSize(image)).isEqualTo(4096);
    assertThat(Qcow2.format(image)).isEqualTo("raw");
  }

  @Test
  void copyingNamesASnapshotThatIsNotThere() throws IOException {
    Path image = directory.resolve("image");
    Qcow2.create(image, 1 << 20, null, "");

    assertThatThrownBy(() -> Qcow2.copyWithSnapshot(image, directory.resolve("copy"), "s7"))
        .hasMessage("the image has no snapshot s7");
  }

  @Test
  void sizeIsLimitedByTheOneTableThatIsWritten() {
    assertThatThrownBy(() -> Qcow2.create(directory.resolve("big"), 5L << 40, null, ""))
        .hasMessageContaining("4 TiB");
  }
}
