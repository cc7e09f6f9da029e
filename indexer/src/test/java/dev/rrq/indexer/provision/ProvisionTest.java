package dev.rrq.indexer.provision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code provision.sh} on machines that have only a few programs. */
class ProvisionTest {

  private static final List<String> PROGRAMS =
      List.of("cat", "dirname", "find", "grep", "head", "id", "readlink", "rm", "sed");

  @TempDir Path directory;
  private Path script;
  private Path programs;

  @BeforeEach
  void makeAMachine() throws IOException {
    script = directory.resolve("provision.sh");
    try (InputStream in = Provisioned.class.getResourceAsStream("provision.sh")) {
      assertThat(in).isNotNull();
      Files.copy(in, script);
    }
    programs = Files.createDirectory(directory.resolve("bin"));
    for (String name : PROGRAMS) {
      program("bin/" + name, "#!/bin/sh\nexec " + find(name) + " \"$@\"\n");
    }
  }

  @Test
  void withoutAptItNamesEveryPackage() throws Exception {
    Outcome outcome = run(Map.of(), "run", "test");

    assertThat(outcome.status).isEqualTo(3);
    assertThat(outcome.said)
        .contains("qemu-system-x86", "gdb binutils", "Debian 12", "and there is no apt")
        .contains("to mend it: apt-get install --no-install-recommends");
  }

  @Test
  void withoutAptItNamesWhatBuildingQemuTakes() throws Exception {
    Outcome outcome = run(Map.of(), "qemu-source", "qemu-build");

    assertThat(outcome.status).isEqualTo(3);
    assertThat(outcome.said)
        .contains("dpkg-dev", "ninja-build meson", "and there is no apt", "to mend it: ");
  }

  @Test
  void withoutAptTheGuestCanBeNamed() throws Exception {
    Path kernel = Files.createFile(directory.resolve("kernel"));
    Path vmlinux = Files.createFile(directory.resolve("vmlinux"));
    Path busybox = program("busybox", staticElf());

    Outcome outcome =
        run(
            Map.of(
                "RRQ_KERNEL", kernel.toString(),
                "RRQ_VMLINUX", vmlinux.toString(),
                "RRQ_BUSYBOX", busybox.toString()),
            "guest");

    assertThat(outcome.status).isZero();
    assertThat(outcome.said)
        .isEqualTo("RRQ_KERNEL=%s\nRRQ_VMLINUX=%s\nRRQ_BUSYBOX=%s\n", kernel, vmlinux, busybox);
  }

  @Test
  void withoutAptTheGuestCanBeInTheCache() throws Exception {
    Path guest = Files.createDirectories(directory.resolve("cache/rrq/guest"));
    Path release = Files.createDirectory(guest.resolve("6.6.6"));
    Files.createFile(release.resolve("vmlinuz"));
    Files.createFile(release.resolve("vmlinux"));
    Files.createSymbolicLink(guest.resolve("current"), Path.of("6.6.6"));
    Path busybox = program("busybox", staticElf());

    Outcome outcome = run(Map.of("RRQ_BUSYBOX", busybox.toString()), "guest");

    assertThat(outcome.status).isZero();
    assertThat(outcome.said)
        .contains("RRQ_KERNEL=" + release.toRealPath().resolve("vmlinuz"))
        .doesNotContain("RRQ_MODULES");

    Files.createDirectory(release.resolve("modules"));

    assertThat(run(Map.of("RRQ_BUSYBOX", busybox.toString()), "guest").said)
        .contains("RRQ_MODULES=" + release.toRealPath().resolve("modules") + "\n");
  }

  @Test
  void aKernelThatCannotBeReadIsNamed() throws Exception {
    Outcome outcome = run(Map.of("RRQ_KERNEL", "/none/vmlinuz"), "guest");

    assertThat(outcome.status).isEqualTo(3);
    assertThat(outcome.said).isEqualTo("rrq: RRQ_KERNEL cannot be read: /none/vmlinuz\n");
  }

  @Test
  void anUnknownGroupIsWrongUsage() throws Exception {
    assertThat(run(Map.of(), "moon").status).isEqualTo(2);
  }

  /** What a run said, on both streams. */
  private record Outcome(int status, String said) {}

  private Outcome run(Map<String, String> variables, String... groups) throws Exception {
    List<String> command =
        Stream.concat(Stream.of(find("sh").toString(), script.toString()), Stream.of(groups))
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", programs.toString());
    builder.environment().put("HOME", directory.toString());
    builder.environment().put("XDG_CACHE_HOME", directory.resolve("cache").toString());
    builder.environment().putAll(variables);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), said);
  }

  private static Path find(String name) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(path -> Path.of(path, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private Path program(String name, byte[] content) throws IOException {
    Path file = Files.write(directory.resolve(name), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private void program(String name, String text) throws IOException {
    program(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] staticElf() {
    return ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putInt(0x464c457f).array();
  }
}
