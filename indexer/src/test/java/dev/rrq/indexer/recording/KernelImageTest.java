package dev.rrq.indexer.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rrq.indexer.IndexerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelImageTest {

  @TempDir Path directory;

  @Test
  void takesAHeader() throws IOException {
    byte[] image = new byte[4096];
    image[0x1fe] = 0x55;
    image[0x1ff] = (byte) 0xaa;
    System.arraycopy(new byte[] {'H', 'd', 'r', 'S'}, 0, image, 0x202, 4);

    assertThatCode(() -> KernelImage.check(file(image))).doesNotThrowAnyException();
  }

  @Test
  void tellsTheSymbolsFromTheImage() throws IOException {
    Path vmlinux = file(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});

    IndexerException e =
        catchThrowableOfType(IndexerException.class, () -> KernelImage.check(vmlinux));

    assertThat(e).hasMessageContaining("is an ELF file");
    assertThat(e.hints().get(0)).contains("--vmlinux");
  }

  @Test
  void refusesAnythingElse() throws IOException {
    Path text = file(new byte[] {'h', 'i'});

    assertThatThrownBy(() -> KernelImage.check(text)).hasMessageContaining("no boot header");
    assertThatThrownBy(() -> KernelImage.check(directory.resolve("none")))
        .hasMessageContaining("cannot be read");
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(directory.resolve("kernel"), content);
  }
}
