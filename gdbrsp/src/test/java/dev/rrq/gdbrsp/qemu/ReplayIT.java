package dev.rrq.gdbrsp.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rrq.gdbrsp.GdbClient;
import dev.rrq.gdbrsp.ReplayStatus;
import dev.rrq.gdbrsp.Snapshot;
import dev.rrq.gdbrsp.error.DisconnectedException;
import dev.rrq.gdbrsp.error.MonitorException;
import dev.rrq.gdbrsp.packet.breakpoint.Breakpoint;
import dev.rrq.gdbrsp.packet.stop.Signal;
import dev.rrq.gdbrsp.packet.stop.StopReply;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A recording of a guest, gone through in both directions. */
@Timeout(60)
final class ReplayIT {
  private static final int ROUNDS = 5000;

  @TempDir Path directory;
  private @Nullable Qemu qemu;
  private GdbClient gdb;

  @BeforeEach
  void recordAndReplay() throws Exception {
    byte[] image = GuestImage.countingTo(ROUNDS);
    EmptyDisk.create(directory.resolve("snapshots.qcow2"));
    try (Qemu recorder = Qemu.start(directory, image, arguments("record"))) {
      recorder.gdb().breakpoints().insert(Breakpoint.at(GuestImage.BASE + GuestImage.HALT));
      recorder.gdb().execution().continueToStop();
      assertThat(recorder.gdb().monitor().replayStatus().mode())
          .isEqualTo(ReplayStatus.Mode.RECORD);
      recorder.gdb().monitor().quit();
      recorder.awaitEnd();
    }
    qemu = Qemu.start(directory, image, arguments("replay"));
    gdb = qemu.gdb();
  }

  @AfterEach
  void end() {
    if (qemu != null) {
      qemu.close();
    }
  }

  private String[] arguments(String mode) {
    return new String[] {
      "-icount",
      "shift=5,rr=" + mode + ",rrfile=" + directory.resolve("replay.log") + ",rrsnapshot=init",
      "-drive",
      "file=" + directory.resolve("snapshots.qcow2") + ",if=none,id=rr",
      "-global",
      "apic-common.vapic=off"
    };
  }

  @Test
  void stopsExactlyWhereItIsTold() throws Exception {
    assertThat(gdb.features().reverseStep()).isTrue();
    for (int round = 1; round <= 1001; round += 100) {
      assertThat(signal(gdb.monitor().runTo(storeOf(round)))).isEqualTo(Signal.INTERRUPT);
      assertInstant(round);
    }
    assertThat(gdb.monitor().replayStatus())
        .isEqualTo(
            new ReplayStatus(
                ReplayStatus.Mode.REPLAY,
                directory.resolve("replay.log").toString(),
                storeOf(1001)));
  }

  @Test
  void seeksInBothDirections() throws Exception {
    for (int round : new int[] {500, 20, 21, 21, 4000, 1, 3999}) {
      gdb.monitor().seek(storeOf(round));
      assertInstant(round);
    }
    assertThatThrownBy(() -> gdb.monitor().breakAt(1))
        .isInstanceOf(MonitorException.class)
        .hasMessageContaining("replay_break 1");
  }

  @Test
  void goesBackAndForth() throws Exception {
    gdb.monitor().runTo(storeOf(100));
    gdb.execution().reverseStep();
    assertThat(icount()).isEqualTo(storeOf(100) - 1);
    gdb.execution().step();
    assertInstant(100);
    gdb.breakpoints().insert(Breakpoint.onWrite(GuestImage.COUNTER, 2));
    gdb.execution().reverseContinue();
    // Backwards too QEMU stops after the store, not before it.
    assertThat(icount()).isEqualTo(storeOf(99) + 1);
    assertThat(gdb.memory().readNumber(GuestImage.COUNTER, 2)).isEqualTo(99);
    assertThat(gdb.execution().continueToStop().watchpoint()).isPresent();
    assertThat(icount()).isEqualTo(storeOf(100) + 1);
  }

  @Test
  void savesAndLoadsSnapshots() throws Exception {
    gdb.monitor().runTo(storeOf(100));
    gdb.monitor().saveSnapshot("hundred");
    gdb.monitor().runTo(storeOf(200));
    assertThat(gdb.monitor().snapshots())
        .extracting(Snapshot::name, Snapshot::icount)
        .contains(tuple("hundred", OptionalLong.of(storeOf(100))));
    gdb.monitor().loadSnapshot("hundred");
    assertInstant(100);
    gdb.monitor().deleteSnapshot("hundred");
    assertThat(gdb.monitor().snapshots()).extracting(Snapshot::name).doesNotContain("hundred");
    assertThatThrownBy(() -> gdb.monitor().loadSnapshot("hundred"))
        .isInstanceOf(MonitorException.class)
        .hasMessageContaining("hundred");
  }

  @Test
  void endsWithTheRecording() throws Exception {
    assertThat(gdb.execution().continueToStop()).isEqualTo(new StopReply.Exited(0));
    assertThatThrownBy(() -> gdb.threads().current()).isInstanceOf(DisconnectedException.class);
  }

  @Test
  void stepsOneInstructionAtATime() throws Exception {
    gdb.monitor().runTo(storeOf(1));
    int steps = 2000;
    for (int i = 0; i < steps; i++) {
      gdb.execution().step();
    }
    assertThat(icount()).isEqualTo(storeOf(1) + steps);
  }

  private void assertInstant(int round) throws Exception {
    assertThat(icount()).isEqualTo(storeOf(round));
    assertThat(gdb.registers().read().programCounter()).isEqualTo(GuestImage.STORE);
    assertThat(gdb.memory().readNumber(GuestImage.COUNTER, 2)).isEqualTo(round - 1);
  }

  private long icount() throws Exception {
    return gdb.monitor().replayStatus().icount();
  }

  /** The icount at which a round, from 1, is about to store. */
  private static long storeOf(int round) {
    return GuestImage.INSTRUCTIONS_BEFORE + (long) GuestImage.INSTRUCTIONS_A_ROUND * (round - 1);
  }

  private static Signal signal(StopReply stop) {
    return ((StopReply.Stopped) stop).signal();
  }
}
