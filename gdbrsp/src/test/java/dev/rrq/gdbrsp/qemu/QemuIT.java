package dev.rrq.gdbrsp.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.gdbrsp.CallLimits;
import dev.rrq.gdbrsp.Cancellation;
import dev.rrq.gdbrsp.GdbClient;
import dev.rrq.gdbrsp.ReplayStatus;
import dev.rrq.gdbrsp.error.CallTimeoutException;
import dev.rrq.gdbrsp.error.DisconnectedException;
import dev.rrq.gdbrsp.error.StubErrorException;
import dev.rrq.gdbrsp.error.TargetRunningException;
import dev.rrq.gdbrsp.error.UnsupportedPacketException;
import dev.rrq.gdbrsp.packet.breakpoint.Breakpoint;
import dev.rrq.gdbrsp.packet.breakpoint.BreakpointKind;
import dev.rrq.gdbrsp.packet.qemu.SingleStepFlag;
import dev.rrq.gdbrsp.packet.resume.ResumeAction;
import dev.rrq.gdbrsp.packet.stop.Signal;
import dev.rrq.gdbrsp.packet.stop.StopReason;
import dev.rrq.gdbrsp.packet.stop.StopReply;
import dev.rrq.gdbrsp.packet.thread.ThreadId;
import dev.rrq.gdbrsp.target.Register;
import dev.rrq.gdbrsp.target.RegisterLayout;
import dev.rrq.gdbrsp.target.RegisterValues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Everything that a debugger needs, on a machine that runs freely. */
@Timeout(60)
final class QemuIT {
  @TempDir Path directory;
  private Qemu qemu;
  private GdbClient gdb;

  @BeforeEach
  void start() throws Exception {
    qemu = Qemu.start(directory, GuestImage.countingTo(60_000));
    gdb = qemu.gdb();
  }

  @AfterEach
  void end() throws Exception {
    qemu.close();
  }

  @Test
  void negotiates() throws Exception {
    assertThat(gdb.features().packetSize()).isEqualTo(4096);
    assertThat(gdb.features().reverseStep()).isFalse();
    assertThat(gdb.initialStop()).isInstanceOf(StopReply.Stopped.class);
    assertThat(gdb.layout().description().architecture()).contains("i386:x86-64");
  }

  @Test
  void givesTheSameValueOfEachRegisterOneByOneAndAllAtOnce() throws Exception {
    RegisterLayout layout = gdb.layout();
    RegisterValues values = gdb.registers().read();
    assertThat(layout.programCounter().name()).isEqualTo("rip");
    assertThat(values.programCounter()).isEqualTo(0xfff0);
    for (Register register : layout.description().registers()) {
      if (values.knows(register)) {
        assertThat(gdb.registers().read(register))
            .as(register.name())
            .isEqualTo(values.bytes(register));
      }
    }
    assertThat(values.knows(layout.register("mxcsr"))).isTrue();
  }

  @Test
  void writesRegisters() throws Exception {
    gdb.registers().write("rbx", 0x5566_7788L);
    assertThat(gdb.registers().read("rbx")).isEqualTo(0x5566_7788L);
  }

  @Test
  void splitsLargeTransfersOfMemory() throws Exception {
    byte[] bytes = new byte[100_001];
    new Random(1).nextBytes(bytes);
    gdb.memory().write(0x10_0003, bytes);
    assertThat(gdb.memory().read(0x10_0003, bytes.length)).isEqualTo(bytes);
    assertThat(gdb.memory().readNumber(0x10_0003, 2))
        .isEqualTo((bytes[0] & 0xff) | (bytes[1] & 0xff) << 8);
  }

  @Test
  void stopsAfterAStoreToAWatchedPlace() throws Exception {
    Breakpoint watch = Breakpoint.onWrite(GuestImage.COUNTER, 2);
    gdb.breakpoints().insert(watch);
    for (int round = 1; round <= 3; round++) {
      StopReply stop = gdb.execution().continueToStop();
      assertThat(stop.watchpoint())
          .contains(new StopReason.Watchpoint(BreakpointKind.WRITE, GuestImage.COUNTER));
      assertThat(gdb.memory().readNumber(GuestImage.COUNTER, 2)).isEqualTo(round);
      assertThat(gdb.registers().read().programCounter()).isEqualTo(GuestImage.AFTER_STORE);
    }
    gdb.breakpoints().remove(watch);
    gdb.breakpoints().insert(Breakpoint.at(GuestImage.BASE + GuestImage.HALT));
    assertThat(gdb.execution().continueToStop().watchpoint()).isEmpty();
    assertThat(gdb.registers().read("rip")).isEqualTo(GuestImage.HALT);
  }

  @Test
  void watchesLoads() throws Exception {
    gdb.breakpoints().insert(Breakpoint.onRead(GuestImage.COUNTER, 2));
    assertThat(gdb.execution().continueToStop().watchpoint())
        .contains(new StopReason.Watchpoint(BreakpointKind.READ, GuestImage.COUNTER));
  }

  @Test
  void stopsAtBreakpointsOfBothKinds() throws Exception {
    long address = GuestImage.BASE + GuestImage.STORE;
    for (BreakpointKind kind : Set.of(BreakpointKind.SOFTWARE, BreakpointKind.HARDWARE)) {
      Breakpoint breakpoint = new Breakpoint(kind, address, 1);
      gdb.breakpoints().insert(breakpoint);
      gdb.execution().continueToStop();
      assertThat(gdb.registers().read().programCounter()).isEqualTo(GuestImage.STORE);
      gdb.breakpoints().remove(breakpoint);
      gdb.execution().step();
      assertThat(gdb.registers().read().programCounter()).isEqualTo(GuestImage.AFTER_STORE);
    }
  }

  @Test
  void stopsWhenInterrupted() throws Exception {
    gdb.execution().start(ResumeAction.CONTINUE);
    assertThat(gdb.execution().running()).isTrue();
    assertThatThrownBy(() -> gdb.registers().read())
        .isInstanceOf(TargetRunningException.class)
        .hasMessageContaining("vCont;c");
    StopReply stop = gdb.execution().interruptAndAwait();
    assertThat(stop)
        .isInstanceOfSatisfying(
            StopReply.Stopped.class,
            stopped -> assertThat(stopped.signal()).isEqualTo(Signal.INTERRUPT));
    assertThat(gdb.execution().running()).isFalse();
    assertThat(gdb.registers().read().programCounter()).isPositive();
  }

  @Test
  void runsOnWhenWaitingIsCutShort() throws Exception {
    GdbClient hasty = gdb.within(CallLimits.within(Duration.ofMillis(1)));
    gdb.breakpoints().insert(Breakpoint.at(GuestImage.BASE + GuestImage.HALT + 1));
    gdb.execution().start(ResumeAction.CONTINUE);
    assertThatThrownBy(() -> hasty.execution().awaitStop())
        .isInstanceOf(CallTimeoutException.class);
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    GdbClient cancelled = gdb.within(CallLimits.unlimited().cancelledBy(cancellation));
    assertThatThrownBy(() -> cancelled.execution().awaitStop()).hasMessageContaining("cancelled");
    assertThat(gdb.execution().interruptAndAwait().alive()).isTrue();
  }

  @Test
  void talksToTheMonitor() throws Exception {
    assertThat(gdb.monitor().execute("info version")).startsWith("7.2");
    assertThat(gdb.monitor().execute("nonsense")).contains("unknown command");
    assertThat(gdb.monitor().execute("info qtree").length()).isGreaterThan(4096);
    assertThat(gdb.monitor().replayStatus().mode()).isEqualTo(ReplayStatus.Mode.NONE);
    assertThatThrownBy(() -> gdb.monitor().seek(4)).hasMessageContaining("replay must be enabled");
  }

  @Test
  void doesNotKillAStubThatCannotGoBack() throws Exception {
    assertThatThrownBy(() -> gdb.execution().reverseStep())
        .isInstanceOf(UnsupportedPacketException.class)
        .hasMessageContaining("in a replay");
    assertThat(gdb.threads().current()).isEqualTo(ThreadId.of(1));
  }

  @Test
  void setsWhatOnlyQemuHas() throws Exception {
    assertThat(gdb.qemu().singleStepFlags()).isEqualTo(Set.of(SingleStepFlag.values()));
    gdb.qemu().singleStepFlags(Set.of(SingleStepFlag.ENABLE));
    assertThat(gdb.qemu().singleStepFlags()).isEqualTo(Set.of(SingleStepFlag.ENABLE));
    assertThat(gdb.qemu().physicalMemory()).isFalse();
    gdb.qemu().physicalMemory(true);
    assertThat(gdb.qemu().physicalMemory()).isTrue();
    assertThat(gdb.memory().read(GuestImage.BASE, 2)).containsExactly(0xfa, 0x31);
  }

  @Test
  void knowsItsOneThread() throws Exception {
    assertThat(gdb.threads().all()).containsExactly(ThreadId.of(1));
    assertThat(gdb.threads().alive(ThreadId.of(1))).isTrue();
    assertThat(gdb.threads().alive(ThreadId.of(7))).isFalse();
    gdb.threads().select(ThreadId.of(1));
    assertThat(gdb.threads().description(ThreadId.of(1))).contains("CPU#0");
  }

  @Test
  void saysWhatTheStubRefuses() throws Exception {
    Register odd = gdb.layout().register("rax");
    Register unknown =
        new Register("none", 999, 64, odd.type(), odd.group(), odd.feature(), odd.saved());
    assertThatThrownBy(() -> gdb.registers().read(unknown))
        .isInstanceOf(StubErrorException.class)
        .hasMessage("the stub refused \"p3e7\" with error 14");
  }

  @Test
  void runsOnAfterDetaching() throws Exception {
    gdb.detach();
    assertThatThrownBy(() -> gdb.registers().read()).isInstanceOf(DisconnectedException.class);
  }

  @Test
  void attachesToAMachineThatRuns(@TempDir Path other) throws Exception {
    try (Qemu running = Qemu.attachTo(other, GuestImage.countingTo(60_000))) {
      assertThat(running.gdb().initialStop().alive()).isTrue();
      running.gdb().registers().read();
      running.gdb().execution().start(ResumeAction.CONTINUE);
      assertThat(running.gdb().execution().interruptAndAwait().alive()).isTrue();
    }
  }

  @Test
  void endsWhenKilled() throws Exception {
    gdb.kill();
    qemu.awaitEnd();
  }
}
