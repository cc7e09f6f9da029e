package dev.rrq.indexer.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.indexer.qemu.Launch.Mode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class QemuCommandTest {

  private static final long MEBIBYTE = 1 << 20;

  @Test
  void recordAndReplayDifferOnlyInTheirMode() {
    List<String> recorded = QemuCommand.arguments(machine(256), launch(Mode.RECORD));
    List<String> replayed = QemuCommand.arguments(machine(256), launch(Mode.REPLAY));

    assertThat(replayed)
        .isEqualTo(recorded.stream().map(word -> word.replace("rr=record", "rr=replay")).toList())
        .isNotEqualTo(recorded);
  }

  @Test
  void whatTheGuestCannotSeeComesLast() {
    Launch launch =
        launch(Mode.REPLAY)
            .withSnapshot("s1")
            .withPlugin("/p.so,key=value")
            .withGdbSocket(Path.of("/r/gdb"))
            .withStopped(true)
            .withStayAtShutdown(true)
            .withExtra(List.of("-d", "int"));

    assertThat(String.join(" ", QemuCommand.arguments(machine(256), launch)))
        .contains("-icount shift=5,rr=replay,rrfile=/t/replay.log,rrsnapshot=s1 ")
        .endsWith(
            "-gdb unix:/r/gdb,server=on,wait=off -S -no-shutdown -plugin /p.so,key=value -d int");
  }

  @Test
  void memoryIsAFileWhereOneIsNamed() {
    Launch launch = launch(Mode.REPLAY).withMemory(Path.of("/dev/shm/a,b"));

    assertThat(QemuCommand.arguments(machine(64), launch))
        .contains("memory-backend-file,id=ram,size=64M,mem-path=/dev/shm/a,,b,share=on", "64M");
    assertThat(QemuCommand.arguments(machine(64), launch(Mode.REPLAY)))
        .contains("memory-backend-ram,id=ram,size=64M");
  }

  @Test
  void aDiskGoesThroughBlkreplay() {
    Machine plain = machine(64);
    Machine machine =
        new Machine(
            plain.kernel(),
            null,
            "",
            plain.memoryBytes(),
            new Disk(Path.of("/disk.img"), "raw", MEBIBYTE),
            5,
            plain.clockBase(),
            List.of());

    assertThat(
            QemuCommand.arguments(
                machine, launch(Mode.RECORD).withDiskOverlay(Path.of("/t/disk.qcow2"))))
        .contains(
            "file=/t/disk.qcow2,format=qcow2,if=none,cache=unsafe,id=disk-direct",
            "driver=blkreplay,if=none,image=disk-direct,id=disk",
            "ide-hd,drive=disk")
        .doesNotContain("-append", "-initrd");
  }

  @Test
  void aSocketPathMustFit() {
    Launch launch = launch(Mode.REPLAY).withGdbSocket(Path.of("/" + "x".repeat(107)));

    assertThatThrownBy(() -> QemuCommand.arguments(machine(64), launch))
        .hasMessageContaining("107 bytes");
  }

  @Test
  void memoryMustEndBelowTheHole() {
    assertThatThrownBy(() -> machine(3073))
        .hasMessageContaining("at most 3072M")
        .hasMessageContaining("3073M");
    assertThatThrownBy(() -> machine(8)).hasMessageContaining("at least 16M");
    assertThat(machine(3072).memoryBytes()).isEqualTo(Machine.MAX_MEMORY_BYTES);
  }

  private static Machine machine(long mebibytes) {
    return new Machine(
        Path.of("/t/kernel"),
        Path.of("/t/initrd"),
        "console=ttyS0",
        mebibytes * MEBIBYTE,
        null,
        Machine.DEFAULT_SHIFT,
        "2026-01-01T00:00:00",
        List.of());
  }

  private static Launch launch(Mode mode) {
    return Launch.of(
        mode, Path.of("/t/replay.log"), Path.of("/t/snapshots.qcow2"), Path.of("/t/console.log"));
  }
}
