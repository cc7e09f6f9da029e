package dev.rrq.indexer.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {

  @TempDir Path directory;

  @BeforeEach
  void write() throws IOException {
    manifest().write(directory);
  }

  @Test
  void comesBackAsItWasWritten() {
    assertThat(Manifest.read(directory)).isEqualTo(manifest());
  }

  @Test
  void usesTheNamesThatAreDocumented() throws IOException {
    assertThat(text())
        .contains("\"format_version\" : 1", "\"qemu_version\" : \"7.2.22\"", "\"memory_bytes\"")
        .contains("\"end\" : \"power_off\"", "\"clock_nanos\"")
        .doesNotContain("vmlinux");
  }

  @Test
  void refusesADirectoryWithoutOne() {
    assertThatThrownBy(() -> Manifest.read(directory.resolve("other")))
        .hasMessageContaining("is not a trace: it has no recording.json");
  }

  @Test
  void refusesAnotherFormatVersion() throws IOException {
    replace("\"format_version\" : 1", "\"format_version\" : 99");

    assertThatThrownBy(() -> Manifest.read(directory)).hasMessageContaining("format version 99");
  }

  @Test
  void refusesWhatIsNotJson() throws IOException {
    replace("\"created\"", "created");

    assertThatThrownBy(() -> Manifest.read(directory)).hasMessageContaining("is damaged");
  }

  @Test
  void refusesAFieldThatIsMissing() throws IOException {
    replace("\"kernel\"", "\"kennel\"");

    assertThatThrownBy(() -> Manifest.read(directory)).hasMessageContaining("a field is missing");
  }

  @Test
  void refusesSnapshotsThatAreOutOfOrder() throws IOException {
    replace("\"t\" : 500", "\"t\" : 5000");

    assertThatThrownBy(() -> Manifest.read(directory))
        .hasMessageContaining("snapshot s1 is out of order");
  }

  private String text() throws IOException {
    return Files.readString(directory.resolve(Manifest.FILE_NAME));
  }

  private void replace(String old, String with) throws IOException {
    String text = text();
    assertThat(text).contains(old);
    Files.writeString(directory.resolve(Manifest.FILE_NAME), text.replace(old, with));
  }

  private static Manifest manifest() {
    return new Manifest(
        Manifest.FORMAT_VERSION,
        "2026-01-01T00:00:00Z",
        "7.2.22",
        List.of("-m", "256M"),
        new Manifest.Input("/boot/vmlinuz", "00"),
        null,
        null,
        "console=ttyS0",
        256L << 20,
        5,
        "2026-01-01T00:00:00",
        List.of(),
        1000,
        End.POWER_OFF,
        List.of(new Snapshot("start", 0, 0), new Snapshot("s1", 500, 16000)),
        null);
  }
}
