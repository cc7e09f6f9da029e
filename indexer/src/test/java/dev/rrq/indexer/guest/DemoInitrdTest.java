package dev.rrq.indexer.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoInitrdTest {

  private static final int LOAD = 1;
  private static final int INTERPRETER = 3;

  @TempDir Path directory;

  @Test
  void holdsAConsoleAShellAndTheWorkload() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (CpioArchiveInputStream in =
        new CpioArchiveInputStream(new ByteArrayInputStream(archive(program(LOAD))))) {
      for (CpioArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        contents.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        if (entry.getName().equals("dev/console")) {
          assertThat(entry.isCharacterDevice()).isTrue();
          assertThat(entry.getRemoteDeviceMaj()).isEqualTo(5);
          assertThat(entry.getRemoteDeviceMin()).isEqualTo(1);
        }
      }
    }

    assertThat(contents)
        .containsKeys("bin", "dev", "dev/console", "proc", "sys", "tmp")
        .containsEntry("bin/sh", "busybox")
        .containsEntry("init", DemoInitrd.workload());
  }

  @Test
  void equalInputsGiveEqualArchives() throws IOException {
    assertThat(archive(program(LOAD))).isEqualTo(archive(program(LOAD)));
  }

  @Test
  void holdsTheModulesOfADirectory() throws IOException {
    Path modules = Files.createDirectories(directory.resolve("modules/debug")).getParent();
    Files.writeString(modules.resolve("a.ko"), "code");
    Files.writeString(modules.resolve("debug/a.ko"), "with debug information");
    Files.writeString(modules.resolve("README"), "no module");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DemoInitrd.write(program(LOAD), modules, out);

    Map<String, String> contents = new TreeMap<>();
    try (CpioArchiveInputStream in =
        new CpioArchiveInputStream(new ByteArrayInputStream(out.toByteArray()))) {
      for (CpioArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        contents.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    assertThat(contents)
        .containsEntry("lib/modules/a.ko", "code")
        .doesNotContainKeys("lib/modules/README", "lib/modules/debug");
  }

  @Test
  void aBusyboxMustBeStatic() throws IOException {
    Path dynamic = program(INTERPRETER);

    assertThatThrownBy(() -> archive(dynamic)).hasMessageContaining("is not statically linked");
  }

  private byte[] archive(Path busybox) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DemoInitrd.write(busybox, out);
    return out.toByteArray();
  }

  /** A 64-bit ELF file with one program header of this type. */
  private Path program(int type) throws IOException {
    ByteBuffer elf = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
    elf.putInt(0, 0x464c457f);
    elf.putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) 1);
    elf.putInt(64, type);
    return Files.write(directory.resolve("busybox"), elf.array());
  }
}
