package dev.rrq.indexer.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Applies {@code qemu-rr.patch} to the distribution's source, which the cache keeps. */
@Timeout(600)
class QemuPatchTest {

  @TempDir Path directory;

  @Test
  void appliesToTheSourceOfTheDistribution() throws Exception {
    Path dsc = QemuBuild.source(System.err::println);
    Path patch = directory.resolve("qemu-rr.patch");
    QemuBuild.writePatch(patch);
    run("dpkg-source", "--no-check", "-x", dsc.toString(), "source");

    run("git", "-C", "source", "apply", "--check", patch.toString());
  }

  @Test
  void saysWhatItIsFor() throws IOException {
    Path patch = directory.resolve("qemu-rr.patch");
    QemuBuild.writePatch(patch);
    List<String> lines = Files.readAllLines(patch);

    assertThat(lines).anyMatch(line -> line.startsWith("Base: qemu 1:7.2"));
    assertThat(lines).contains("SPDX-License-Identifier: GPL-2.0-or-later");
    long patches = lines.stream().filter(line -> line.startsWith("Subject: [PATCH")).count();
    assertThat(patches).isPositive();
    assertThat(lines.stream().filter(line -> line.startsWith("Signed-off-by: ")).count())
        .isEqualTo(patches);
  }

  private void run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().putAll(Map.of("GIT_CEILING_DIRECTORIES", directory.toString()));
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
  }
}
