package dev.rrq.indexer.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.gdbrsp.packet.breakpoint.Breakpoint;
import dev.rrq.gdbrsp.packet.breakpoint.BreakpointKind;
import dev.rrq.gdbrsp.stub.ScriptedStub;
import dev.rrq.indexer.IndexerException;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How a replay is driven, packet by packet, and what becomes of stubs that misbehave. */
final class LiveReplayTest {

  private static final OptionalLong LENGTH = OptionalLong.of(1000);

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(UTF_8));
  }

  private static String command(String text) {
    return "qRcmd," + hex(text);
  }

  private static ScriptedStub at(ScriptedStub stub, long icount) {
    return stub.expect(command("info replay"))
        .answer(
            "O" + hex("Replaying execution 'log': instruction count = " + icount + "\r\n"), "OK");
  }

  private static ScriptedStub standingAt(long icount) {
    return at(ScriptedStub.greeting(), icount);
  }

  private static LiveReplay replay(ScriptedStub stub) {
    return LiveReplay.over(stub, LENGTH);
  }

  /** Wants a stop once it has been asked so often. */
  private static Control cancelledAfter(int questions) {
    return new Control() {
      private int left = questions;

      @Override
      public boolean isCancelled() {
        return left-- <= 0;
      }

      @Override
      public void at(long icount) {}
    };
  }

  @Test
  void goesToAnInstantWithoutBreakpoints() {
    ScriptedStub stub = standingAt(500);
    at(stub.expect(command("replay_seek 400")).answer("OK", "T02thread:01;"), 400);
    LiveReplay replay = replay(stub);
    replay.setBreakpoints(Set.of(Breakpoint.onWrite(0x1000, 8)));

    assertThat(replay.goTo(400, Control.NONE)).isEqualTo(new Stop.Reached(400));
    assertThat(replay.now()).isEqualTo(400);
    stub.assertFinished();
  }

  @Test
  void anInstantOutsideOfTheRecordingIsRefused() {
    LiveReplay replay = replay(standingAt(500));

    assertThatThrownBy(() -> replay.goTo(1001, Control.NONE))
        .isInstanceOf(IndexerException.class)
        .hasMessage("1001 is not in the recording, which ends at 1000");
  }

  @Test
  void aReplayWithoutSnapshotsSaysThatItCannotGoBack() {
    ScriptedStub stub = standingAt(500);
    stub.expect(command("replay_seek 400"))
        .answer("O" + hex("cannot seek to the specified instruction count\r\n"), "OK");

    assertThatThrownBy(() -> replay(stub).goTo(400, Control.NONE))
        .isInstanceOf(IndexerException.class)
        .hasMessageContaining("QEMU cannot go to 400");
  }

  @Test
  void aWatchpointStopsAfterItsInstruction() {
    ScriptedStub stub = standingAt(500);
    stub.expect("Z2,1000,8").answer("OK");
    stub.expect(command("replay_break 1000")).answer("OK");
    stub.expect("vCont?").answer("vCont;c;s");
    at(stub.expect("vCont;c").answer("T05thread:01;watch:1000;"), 700);
    LiveReplay replay = replay(stub);
    replay.setBreakpoints(Set.of(Breakpoint.onWrite(0x1000, 8)));

    assertThat(replay.resume(OptionalLong.empty(), Control.NONE))
        .isEqualTo(new Stop.Watched(700, BreakpointKind.WRITE, 0x1000));
    stub.assertFinished();
  }

  @Test
  void theEndOfTheRecordingIsTold() {
    ScriptedStub stub = standingAt(500);
    stub.expect(command("replay_break 1000")).answer("OK");
    stub.expect("vCont?").answer("vCont;c;s");
    at(stub.expect("vCont;c").answer("T02thread:01;"), 1000);
    LiveReplay replay = replay(stub);

    assertThat(replay.resume(OptionalLong.empty(), Control.NONE)).isEqualTo(new Stop.Ended(1000));
    assertThat(replay.resume(OptionalLong.empty(), Control.NONE)).isEqualTo(new Stop.Ended(1000));
    stub.assertFinished();
  }

  @Test
  void whoWantsAStopGetsOne() {
    ScriptedStub stub = standingAt(500);
    stub.expect(command("replay_break 900")).answer("OK");
    stub.expect("vCont?").answer("vCont;c;s");
    stub.expect("vCont;c").silence();
    at(stub.expect("\u0003").answer("T02thread:01;"), 512);

    assertThat(replay(stub).resume(OptionalLong.of(900), cancelledAfter(3)))
        .isEqualTo(new Stop.Interrupted(512));
    stub.assertFinished();
  }

  @Test
  void aStubThatDoesNotStopIsGivenUp() {
    ScriptedStub stub = standingAt(500);
    stub.expect(command("replay_break 1000")).answer("OK");
    stub.expect("vCont?").answer("vCont;c;s");
    stub.expect("vCont;c").silence();
    stub.expect("\u0003").silence();

    assertThatThrownBy(() -> replay(stub).resume(OptionalLong.empty(), cancelledAfter(1)))
        .isInstanceOf(IndexerException.class)
        .hasMessageContaining("within 10.0 s, found nothing");
  }

  @Test
  void aStubThatDiesIsGone() {
    ScriptedStub stub = standingAt(500);
    stub.expect(command("replay_break 1000")).answer("OK");
    stub.expect("vCont?").answer("vCont;c;s");
    stub.expect("vCont;c").dieAfter("");

    assertThatThrownBy(() -> replay(stub).resume(OptionalLong.empty(), Control.NONE))
        .isInstanceOf(IndexerException.class)
        .hasMessageContaining("closed the connection");
  }

  @Test
  void aStubThatFloodsIsNotListenedToForEver() {
    ScriptedStub stub = standingAt(500);
    stub.expect(command("replay_seek 400")).flood("$O41#b4noise");

    assertThatThrownBy(() -> replay(stub).goTo(400, Control.NONE))
        .isInstanceOf(IndexerException.class)
        .hasMessageContaining("bytes, but not");
  }

  @Test
  void nonsenseIsQuoted() {
    ScriptedStub stub = ScriptedStub.greeting();
    stub.expect(command("info replay")).answer("O" + hex("what?\r\n"), "OK");

    assertThatThrownBy(() -> replay(stub))
        .isInstanceOf(IndexerException.class)
        .hasMessageContaining("what?");
  }

  @Test
  void aMachineThatReplaysNothingHasNoInstants() {
    ScriptedStub stub = ScriptedStub.greeting();
    stub.expect(command("info replay")).answer("O" + hex("Record/replay is not active\r\n"), "OK");
    LiveReplay replay = LiveReplay.over(stub, OptionalLong.empty());

    assertThat(replay.isReplay()).isFalse();
    assertThatThrownBy(() -> replay.goTo(1, Control.NONE))
        .isInstanceOf(IndexerException.class)
        .hasMessageContaining("does not replay a recording");
  }
}
