package dev.rrq.gdbrsp.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.MalformedReplyException;
import dev.rrq.gdbrsp.packet.breakpoint.BreakpointKind;
import dev.rrq.gdbrsp.packet.stop.Signal;
import dev.rrq.gdbrsp.packet.stop.StopReason;
import dev.rrq.gdbrsp.packet.stop.StopReply;
import dev.rrq.gdbrsp.packet.thread.ThreadId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form of stop reply. */
final class StopReplyTest {

  static Stream<Arguments> replies() {
    return Stream.of(
        Arguments.of("S05", stopped(Signal.TRAP, new StopReason.Unspecified(), 0)),
        Arguments.of("T05thread:01;", stopped(Signal.TRAP, new StopReason.Unspecified(), 1)),
        Arguments.of(
            "T05thread:01;watch:10;icount:758a550;",
            new StopReply.Stopped(
                Signal.TRAP,
                new StopReason.Watchpoint(BreakpointKind.WRITE, 16),
                Optional.of(ThreadId.of(1)),
                Map.of(),
                OptionalLong.of(0x758a550))),
        Arguments.of("T02thread:01", stopped(Signal.INTERRUPT, new StopReason.Unspecified(), 1)),
        Arguments.of(
            "T05thread:01;watch:ffffffff82a1b5e0;",
            stopped(
                Signal.TRAP,
                new StopReason.Watchpoint(BreakpointKind.WRITE, 0xffff_ffff_82a1_b5e0L),
                1)),
        Arguments.of(
            "T05rwatch:10;core:0;",
            stopped(Signal.TRAP, new StopReason.Watchpoint(BreakpointKind.READ, 16), 0)),
        Arguments.of(
            "T05awatch:10;",
            stopped(Signal.TRAP, new StopReason.Watchpoint(BreakpointKind.ACCESS, 16), 0)),
        Arguments.of(
            "T05swbreak:;",
            stopped(Signal.TRAP, new StopReason.BreakpointHit(BreakpointKind.SOFTWARE), 0)),
        Arguments.of(
            "T05hwbreak:;",
            stopped(Signal.TRAP, new StopReason.BreakpointHit(BreakpointKind.HARDWARE), 0)),
        Arguments.of(
            "T05replaylog:begin;", stopped(Signal.TRAP, new StopReason.ReplayLogEdge(false), 0)),
        Arguments.of(
            "T05replaylog:end;", stopped(Signal.TRAP, new StopReason.ReplayLogEdge(true), 0)),
        Arguments.of("T05library:;", stopped(Signal.TRAP, new StopReason.LibrariesChanged(), 0)),
        Arguments.of(
            "T05exec:2f62;", stopped(Signal.TRAP, new StopReason.Other("exec", "2f62"), 0)),
        Arguments.of("W00", new StopReply.Exited(0)),
        Arguments.of("W01;process:1", new StopReply.Exited(1)),
        Arguments.of("X09", new StopReply.Terminated(new Signal(9))),
        Arguments.of("w00;p1.2", new StopReply.ThreadExited(0, new ThreadId(1, 2))),
        Arguments.of("N", new StopReply.NothingRuns()),
        Arguments.of("Fwrite,1,1000,5", new StopReply.SystemCall("write,1,1000,5")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("replies")
  void reads(String reply, StopReply meaning) throws Exception {
    assertThat(StopReply.parse(Payload.ascii(reply))).isEqualTo(meaning);
  }

  @Test
  void readsExpeditedRegisters() throws Exception {
    StopReply.Stopped stop =
        (StopReply.Stopped) StopReply.parse(Payload.ascii("T0506:0102;10:xxxx;thread:1;"));
    assertThat(stop.registers()).containsOnlyKeys(6, 16);
    assertThat(stop.registers().get(6).at(1)).isEqualTo(2);
    assertThat(stop.registers().get(16).known(0, 1)).isFalse();
  }

  @Test
  void knowsTheWatchpointAndWhetherTheTargetLives() throws Exception {
    assertThat(StopReply.parse(Payload.ascii("T05watch:10;")).watchpoint()).isPresent();
    assertThat(StopReply.parse(Payload.ascii("T05thread:1;")).watchpoint()).isEmpty();
    assertThat(StopReply.parse(Payload.ascii("W00")).alive()).isFalse();
    assertThat(StopReply.parse(Payload.ascii("S05")).alive()).isTrue();
    assertThat(Signal.TRAP).hasToString("SIGTRAP");
    assertThat(new Signal(143)).hasToString("signal 143");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"T", "T0", "S5g", "T05watch:x;", "T05thread:;", "W0", "W00;x", "w00", "Nx", "Q"})
  void refusesWhatIsNone(String reply) {
    assertThatThrownBy(() -> StopReply.parse(Payload.ascii(reply)))
        .isInstanceOf(MalformedReplyException.class)
        .hasMessageStartingWith("expected ");
  }

  private static StopReply stopped(Signal signal, StopReason reason, long thread) {
    Optional<ThreadId> id = thread == 0 ? Optional.empty() : Optional.of(ThreadId.of(thread));
    return new StopReply.Stopped(signal, reason, id, Map.of());
  }
}
