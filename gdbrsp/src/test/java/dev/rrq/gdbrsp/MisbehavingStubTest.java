package dev.rrq.gdbrsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.gdbrsp.codec.Frame;
import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.CallCancelledException;
import dev.rrq.gdbrsp.error.CallTimeoutException;
import dev.rrq.gdbrsp.error.DisconnectedException;
import dev.rrq.gdbrsp.error.FloodException;
import dev.rrq.gdbrsp.error.MalformedReplyException;
import dev.rrq.gdbrsp.error.StubErrorException;
import dev.rrq.gdbrsp.error.UnsupportedPacketException;
import dev.rrq.gdbrsp.packet.memory.ReadMemory;
import dev.rrq.gdbrsp.packet.resume.ResumeAction;
import dev.rrq.gdbrsp.packet.stop.Signal;
import dev.rrq.gdbrsp.packet.stop.StopReply;
import dev.rrq.gdbrsp.packet.thread.ThreadId;
import dev.rrq.gdbrsp.stub.ScriptedStub;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stubs that are silent, die, talk nonsense or never stop talking. */
final class MisbehavingStubTest {
  private final ScriptedStub stub = ScriptedStub.greeting("vContSupported+");
  private final List<String> unasked = new ArrayList<>();

  @Test
  void silenceEndsInATimeout() throws Exception {
    stub.expect("m1000,4").silence();
    GdbClient gdb = connect();
    assertThatThrownBy(() -> gdb.memory().read(0x1000, 4))
        .isInstanceOf(CallTimeoutException.class)
        .hasMessage(
            "expected an answer to \"m1000,4\" from the scripted stub within 10.0 s,"
                + " found nothing");
  }

  @Test
  void aMissingAcknowledgementEndsInATimeout() throws Exception {
    stub.expect("m1000,4").unacknowledged().silence();
    GdbClient gdb = connect();
    assertThatThrownBy(() -> gdb.memory().read(0x1000, 4))
        .isInstanceOf(CallTimeoutException.class)
        .hasMessageStartingWith("expected an acknowledgement '+' of \"m1000,4\"");
  }

  @Test
  void aLateAnswerIsNotTakenForThatOfTheNextRequest() throws Exception {
    stub.expect("m1000,4").answerLate("01020304").expect("m2000,4").answer("05060708");
    GdbClient gdb = connect();
    assertThatThrownBy(() -> gdb.memory().read(0x1000, 4)).isInstanceOf(CallTimeoutException.class);
    assertThat(gdb.memory().read(0x2000, 4)).containsExactly(5, 6, 7, 8);
    assertThat(unasked).containsExactly("01020304");
    stub.assertFinished();
  }

  @Test
  void anAnswerThatNeverComesHoldsUpTheNextRequest() throws Exception {
    stub.expect("m1000,4").silence();
    GdbClient gdb = connect();
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> gdb.memory().read(0x1000, 4))
          .isInstanceOf(CallTimeoutException.class)
          .hasMessageContaining("an answer to \"m1000,4\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "$", "$0102", "$01020304", "$01020304#", "$01020304#8"})
  void dyingIsTold(String lastWords) throws Exception {
    stub.expect("m1000,4").dieAfter(lastWords);
    GdbClient gdb = connect();
    assertThatThrownBy(() -> gdb.memory().read(0x1000, 4))
        .isInstanceOf(DisconnectedException.class)
        .hasMessage(
            "the stub at the scripted stub closed the connection before an answer to \"m1000,4\"");
    assertThatThrownBy(() -> gdb.memory().read(0x1000, 4))
        .isInstanceOf(DisconnectedException.class)
        .hasMessageContaining("closed the connection");
  }

  @Test
  void dyingWhileGreetingIsTold() {
    ScriptedStub dying = ScriptedStub.create();
    dying
        .expect("qSupported:xmlRegisters=i386;swbreak+;hwbreak+;error-message+;qemu.icount+")
        .unacknowledged()
        .dieAfter("HTTP/1.1 400 Bad Request\r\n");
    assertThatThrownBy(() -> GdbClient.over(dying, CallLimits.STANDARD, StubListener.DEAF))
        .isInstanceOf(DisconnectedException.class)
        .hasMessageContaining("26 bytes belonged to no packet: \"HTTP/1.1 400");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "0", "0102030405060708", "OK", "0g", "T05", "01020304;", "x"})
  void nonsenseIsTold(String nonsense) throws Exception {
    stub.expect("m1000,4").answer(nonsense).expect("m1000,4").answer("01020304");
    GdbClient gdb = connect();
    assertThatThrownBy(() -> gdb.memory().read(0x1000, 4))
        .isInstanceOf(MalformedReplyException.class)
        .hasMessageStartingWith("the stub's answer to \"m1000,4\": expected ")
        .hasMessageContaining("found \"" + nonsense + "\"");
    assertThat(gdb.memory().read(0x1000, 4)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void refusalsAreTold() throws Exception {
    stub.expect("m1000,4").answer("E14").expect("m2000,4").answer("E.no such page");
    stub.expect("qC").answer("");
    GdbClient gdb = connect();
    assertThatThrownBy(() -> gdb.memory().read(0x1000, 4))
        .isInstanceOf(StubErrorException.class)
        .hasMessage("4 bytes of memory at 0x1000 cannot be read (the stub's error 14)");
    assertThatThrownBy(() -> gdb.memory().read(0x2000, 4))
        .hasMessageContaining("(the stub's error no such page)");
    assertThatThrownBy(() -> gdb.threads().current())
        .isInstanceOf(UnsupportedPacketException.class)
        .hasMessage("the stub does not know the packet \"qC\"");
  }

  @Test
  void aDamagedAnswerIsAskedForAgain() throws Exception {
    stub.expect("m1000,4").wire("$01020304#00$01020x04#8a$01020304#8a");
    GdbClient gdb = connect();
    assertThat(gdb.memory().read(0x1000, 4)).containsExactly(1, 2, 3, 4);
    assertThat(stub.controls()).endsWith(Frame.Control.NACK, Frame.Control.NACK, Frame.Control.ACK);
  }

  @Test
  void anAnswerThatStaysDamagedIsTold() throws Exception {
    stub.expect("m1000,4").wire("$01020304#00".repeat(3));
    GdbClient gdb = connect();
    assertThatThrownBy(() -> gdb.memory().read(0x1000, 4))
        .isInstanceOf(MalformedReplyException.class)
        .hasMessageContaining("expected checksum 8a, found 00 in \"01020304\"");
  }

  @Test
  void aRefusedRequestIsSentAgain() throws Exception {
    stub.expect("m1000,4").unacknowledged().wire("-");
    stub.expect("m1000,4").answer("01020304");
    GdbClient gdb = connect();
    assertThat(gdb.memory().read(0x1000, 4)).containsExactly(1, 2, 3, 4);
    for (int attempt = 0; attempt < 3; attempt++) {
      stub.expect("m1000,4").unacknowledged().wire("-");
    }
    assertThatThrownBy(() -> gdb.memory().read(0x1000, 4))
        .isInstanceOf(MalformedReplyException.class)
        .hasMessage("expected an acknowledgement '+' of \"m1000,4\", found 3 refusals '-'");
  }

  @Test
  void aPacketBeforeTheAcknowledgementIsNoAnswer() throws Exception {
    stub.expect("m1000,4").unacknowledged().wire("$T02thread:01;#04+$01020304#8a");
    GdbClient gdb = connect();
    assertThat(gdb.memory().read(0x1000, 4)).containsExactly(1, 2, 3, 4);
    assertThat(unasked).containsExactly("T02thread:01;");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"garbage", "+", "%Stop:T05#99", "$O41#b4", "$AAAAAAAAAAAAAAAA", "$OK#00", "$"})
  void floodsEnd(String wire) throws Exception {
    stub.expect("m1000,4").flood(wire).expect("m1000,4").silence();
    GdbClient gdb = connect();
    assertThatThrownBy(() -> gdb.memory().read(0x1000, 4))
        .isInstanceOfAny(FloodException.class, MalformedReplyException.class)
        .hasMessageContaining("\"m1000,4\"");
    assertThatThrownBy(() -> gdb.memory().read(0x1000, 4))
        .isInstanceOfAny(FloodException.class, MalformedReplyException.class);
  }

  @Test
  void aMonitorThatNeverStopsPrintingIsTold() throws Exception {
    stub.expect("qRcmd,78").flood("$O" + "41".repeat(500) + "#" + sum("O" + "41".repeat(500)));
    GdbClient gdb = connect();
    assertThatThrownBy(() -> gdb.monitor().execute("x")).isInstanceOf(FloodException.class);
  }

  @Test
  void cancellingEndsAWait() throws Exception {
    Cancellation cancellation = new Cancellation();
    stub.expect("m1000,4").silence().whileWaiting(() -> {}).whileWaiting(cancellation::cancel);
    GdbClient gdb = connect().within(CallLimits.unlimited().cancelledBy(cancellation));
    assertThatThrownBy(() -> gdb.memory().read(0x1000, 4))
        .isInstanceOf(CallCancelledException.class)
        .hasMessage("cancelled while waiting for an answer to \"m1000,4\"");
  }

  @Test
  void interruptingTheThreadEndsAWait() throws Exception {
    stub.expect("m1000,4").silence().whileWaiting(() -> Thread.currentThread().interrupt());
    GdbClient gdb = connect().within(CallLimits.unlimited());
    assertThatThrownBy(() -> gdb.memory().read(0x1000, 4))
        .isInstanceOf(CallCancelledException.class)
        .hasMessage("interrupted while waiting for an answer to \"m1000,4\"");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aTimeoutLeavesTheTargetRunning() throws Exception {
    stub.expect("vCont?").answer("vCont;c;s").expect("vCont;c").silence();
    stub.expect("\u0003").answer("T02thread:01;");
    GdbClient gdb = connect();
    assertThatThrownBy(() -> gdb.execution().continueToStop())
        .isInstanceOf(CallTimeoutException.class)
        .hasMessageContaining("an answer to \"vCont;c\"");
    assertThat(gdb.execution().running()).isTrue();
    StopReply stop = gdb.execution().interruptAndAwait();
    assertThat(((StopReply.Stopped) stop).signal()).isEqualTo(Signal.INTERRUPT);
    assertThat(gdb.execution().running()).isFalse();
  }

  @Test
  void aRefusedResumeLeavesTheTargetStopped() throws Exception {
    stub.expect("vCont?").answer("").expect("c").answer("E01").expect("s").answer("S05");
    GdbClient gdb = connect();
    assertThatThrownBy(() -> gdb.execution().continueToStop())
        .isInstanceOf(StubErrorException.class);
    assertThat(gdb.execution().running()).isFalse();
    assertThat(gdb.execution().step().alive()).isTrue();
    assertThatThrownBy(() -> gdb.execution().run(ResumeAction.STEP.of(second())))
        .isInstanceOf(UnsupportedPacketException.class);
  }

  @Test
  void onlyOneThreadMayCall() throws Exception {
    GdbClient gdb = connect();
    List<Throwable> thrown = new ArrayList<>();
    stub.expect("m1000,1").silence().whileWaiting(() -> callElsewhere(gdb, thrown));
    assertThatThrownBy(() -> gdb.memory().read(0x1000, 1)).isInstanceOf(CallTimeoutException.class);
    assertThat(thrown)
        .singleElement()
        .satisfies(
            failure ->
                assertThat(failure)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("another thread is in a call to the scripted stub"));
  }

  private static void callElsewhere(GdbClient gdb, List<Throwable> thrown) {
    Thread other =
        new Thread(
            () -> {
              try {
                gdb.execute(new ReadMemory(0, 1));
              } catch (Exception failure) {
                thrown.add(failure);
              }
            });
    other.start();
    try {
      other.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static ThreadId second() {
    return ThreadId.of(2);
  }

  private static String sum(String text) {
    return String.format("%02x", text.chars().sum() & 0xff);
  }

  private GdbClient connect() throws Exception {
    return GdbClient.over(
        stub,
        CallLimits.STANDARD,
        new StubListener() {
          @Override
          public void unasked(Payload payload) {
            unasked.add(payload.text());
          }
        });
  }
}
