package dev.rrq.gdbrsp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.gdbrsp.codec.Hex;
import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.DisconnectedException;
import dev.rrq.gdbrsp.error.MalformedReplyException;
import dev.rrq.gdbrsp.error.MonitorException;
import dev.rrq.gdbrsp.error.StubErrorException;
import dev.rrq.gdbrsp.error.UnsupportedPacketException;
import dev.rrq.gdbrsp.packet.qemu.StepLog;
import dev.rrq.gdbrsp.packet.resume.ResumeAction;
import dev.rrq.gdbrsp.packet.stop.StopReply;
import dev.rrq.gdbrsp.packet.thread.ThreadId;
import dev.rrq.gdbrsp.stub.ScriptedStub;
import dev.rrq.gdbrsp.target.Register;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which packets each call sends, and what it makes of the answers. */
final class ConversationTest {
  private ScriptedStub stub = ScriptedStub.greeting();
  private final List<String> heard = new ArrayList<>();

  @AfterEach
  void theScriptIsPlayedToItsEnd() {
    stub.assertFinished();
  }

  @Test
  void stopsAcknowledgingWhereTheStubOffersIt() throws Exception {
    stub =
        ScriptedStub.create()
            .expect("qSupported:xmlRegisters=i386;swbreak+;hwbreak+;error-message+;qemu.icount+")
            .answer("PacketSize=1000;QStartNoAckMode+")
            .expect("QStartNoAckMode")
            .answerLastWithAcks("OK")
            .expect("?")
            .answer("S05")
            .expect("m10,1")
            .wire("%Stop:T05#00$ff#00");
    GdbClient gdb = connect();
    int controls = stub.controls().size();
    assertThat(gdb.memory().read(0x10, 1)).containsExactly(0xff);
    assertThat(stub.controls()).hasSize(controls);
    assertThat(heard).containsExactly("notification Stop:T05");
  }

  @Test
  void talksToStubsThatNegotiateNothing() throws Exception {
    stub =
        ScriptedStub.create()
            .expect("qSupported:xmlRegisters=i386;swbreak+;hwbreak+;error-message+;qemu.icount+")
            .answer("")
            .expect("?")
            .answer("S05")
            .expect("m1000,b4")
            .answer("00".repeat(180))
            .expect("m10b4,14")
            .answer("00".repeat(20));
    assertThat(connect().memory().read(0x1000, 200)).hasSize(200);
  }

  @Test
  void goesOnWhereTheStubGivesLessMemory() throws Exception {
    stub.expect("m1000,8").answer("0001").expect("m1002,6").answer("020304050607");
    assertThat(connect().memory().read(0x1000, 8)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void writesMemoryInBinaryWhereTheStubCan() throws Exception {
    byte[] bytes = new byte[5000];
    Arrays.fill(bytes, (byte) '#');
    String escaped = "}\u0003";
    stub.expect("X1000,0:").answer("OK");
    stub.expect("X1000,7ec:" + escaped.repeat(0x7ec)).answer("OK");
    stub.expect("X17ec,7ec:" + escaped.repeat(0x7ec)).answer("OK");
    stub.expect("X1fd8,3b0:" + escaped.repeat(0x3b0)).answer("OK");
    connect().memory().write(0x1000, bytes);
  }

  @Test
  void writesMemoryInHexElsewhere() throws Exception {
    stub.expect("X1000,0:").answer("").expect("M1000,2:abcd").answer("OK");
    stub.expect("M1002,1:ef").answer("OK");
    GdbClient gdb = connect();
    gdb.memory().write(0x1000, new byte[] {(byte) 0xab, (byte) 0xcd});
    gdb.memory().write(0x1002, new byte[] {(byte) 0xef});
  }

  @Test
  void guessesTheTargetByTheSizeOfItsRegisters() throws Exception {
    String registers = "1122334455667788".repeat(17) + "00".repeat(536 - 17 * 8);
    stub.expect("g").answer(registers).expect("g").answer(registers);
    stub.expect("p10").answer("0102030405060708");
    stub.expect("P10=efcdab0000000000").answer("OK");
    GdbClient gdb = connect();
    assertThat(gdb.registers().read().programCounter()).isEqualTo(0x8877_6655_4433_2211L);
    assertThat(gdb.registers().read("rip")).isEqualTo(0x0807_0605_0403_0201L);
    gdb.registers().write("rip", 0xab_cdefL);
    assertThatThrownBy(() -> gdb.registers().read("rpi"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the target has no register \"rpi\"; it has rax, rbx, ");
  }

  @Test
  void doesNotGuessWildly() throws Exception {
    stub.expect("g").answer("00112233");
    GdbClient gdb = connect();
    assertThatThrownBy(gdb::layout)
        .isInstanceOf(UnsupportedPacketException.class)
        .hasMessageContaining("no known target has 4 bytes of registers");
  }

  @Test
  void readsTheDescriptionInPieces() throws Exception {
    stub = ScriptedStub.greeting("qXfer:features:read+");
    stub.expect("qXfer:features:read:target.xml:0,ff0").answer("m<target><architecture>aarch64");
    stub.expect("qXfer:features:read:target.xml:1d,ff0")
        .answer("l</architecture><xi:include href=\"core.xml\"/></target>");
    stub.expect("qXfer:features:read:core.xml:0,ff0")
        .answer(
            "l<feature name=\"c\"><reg name=\"x0\" bitsize=\"64\"/>"
                + "<reg name=\"pc\" bitsize=\"64\" type=\"code_ptr\"/></feature>");
    stub.expect("g").answer("0100000000000000xxxxxxxxxxxxxxxx");
    stub.expect("p1").answer("xxxxxxxxxxxxxxxx");
    GdbClient gdb = connect();
    Register pc = gdb.layout().programCounter();
    assertThat(pc.number()).isEqualTo(1);
    assertThat(gdb.registers().read().number("x0")).isEqualTo(1);
    assertThatThrownBy(() -> gdb.registers().read(pc))
        .isInstanceOf(MalformedReplyException.class)
        .hasMessage("expected 8 known bytes of register pc, found unknown ones");
  }

  @Test
  void hearsTheTargetWhileItRuns() throws Exception {
    stub.expect("vCont?").answer("vCont;c;C;s;S");
    stub.expect("vCont;s:1;C0f").answer("O" + Hex.encode("hello".getBytes(UTF_8)), "W00");
    StopReply end =
        connect()
            .execution()
            .run(ResumeAction.STEP.of(ThreadId.of(1)), new ResumeAction('C', 15, Optional.empty()));
    assertThat(end).isEqualTo(new StopReply.Exited(0));
    assertThat(heard).containsExactly("output hello");
  }

  @Test
  void asksForReplayByTheMonitor() throws Exception {
    monitor("info replay", "Replaying execution 'it's a log': instruction count = 1234\n");
    monitor("replay_break 2000", "");
    stub.expect("c").answer("T02thread:01;");
    // The monitor starts the machine by itself; its stop comes after the monitor's answer.
    stub.expect("qRcmd," + Hex.encode("replay_seek 1000".getBytes(UTF_8)))
        .answer("OK", "T02thread:01;");
    GdbClient gdb = connect();
    assertThat(gdb.monitor().replayStatus())
        .isEqualTo(new ReplayStatus(ReplayStatus.Mode.REPLAY, "it's a log", 1234));
    gdb.monitor().runTo(2000);
    assertThat(gdb.monitor().seek(1000).alive()).isTrue();
  }

  private static ScriptedStub patched() {
    return ScriptedStub.create()
        .expect("qSupported:xmlRegisters=i386;swbreak+;hwbreak+;error-message+;qemu.icount+")
        .answer("PacketSize=1000;qemu.icount+;qemu.seek+;qemu.steps+;qXfer:qemu-step-log:read+")
        .expect("?")
        .answer("T05thread:01;icount:0;");
  }

  @Test
  void goesToAnIcountWithoutTheMonitorWhereTheStubCan() throws Exception {
    stub = patched();
    stub.expect("Qqemu.seek:3e8").answer("T05thread:01;icount:3e8;");
    stub.expect("qqemu.icount").answer("3e8");
    stub.expect("Qqemu.seek:5").answer("E14");
    GdbClient gdb = connect();
    assertThat(gdb.monitor().seek(1000))
        .isInstanceOfSatisfying(
            StopReply.Stopped.class, stop -> assertThat(stop.icount()).hasValue(1000));
    assertThat(gdb.qemu().icount()).isEqualTo(1000);
    assertThatThrownBy(() -> gdb.monitor().seek(5)).isInstanceOf(StubErrorException.class);
  }

  @Test
  void readsALogOfManyStepsInPieces() throws Exception {
    stub = patched();
    stub.expect("Qqemu.steps:2").answer("T05thread:01;icount:3e9;");
    // One register of two bytes; then no instruction, and a write by the CPU of one byte.
    String first = "\001\001\020\002\001\002\000";
    stub.expect("qXfer:qemu-step-log:read::0,7a120").answer("m" + first);
    stub.expect("qXfer:qemu-step-log:read::7,7a120")
        .answer("l\000\000\001\001\010\0\0\0\0\0\0\0\011\0\0\0\0\0\0\0\001A");
    StepLog log = connect().execution().stepMany(2);

    StepLog.Step step = log.next();
    assertThat(step.instructions()).isEqualTo(1);
    assertThat(step.registers()).hasSize(1);
    assertThat(step.registers().get(0).number()).isEqualTo(16);
    assertThat(step.registers().get(0).value()).containsExactly(1, 2);
    assertThat(step.writes()).isEmpty();
    StepLog.Step interrupt = log.next();
    assertThat(interrupt.instructions()).isZero();
    assertThat(interrupt.writes())
        .singleElement()
        .satisfies(
            write -> {
              assertThat(write.writer()).isEqualTo(StepLog.Writer.CPU);
              assertThat(write.physical()).isEqualTo(8);
              assertThat(write.virtual()).isEqualTo(9);
              assertThat(write.value()).containsExactly('A');
            });
    assertThat(log.hasNext()).isFalse();
  }

  @Test
  void refusesManyStepsWhereTheStubHasNone() throws Exception {
    assertThatThrownBy(() -> connect().execution().stepMany(2))
        .isInstanceOf(UnsupportedPacketException.class)
        .hasMessageContaining("single steps only");
  }

  @Test
  void takesOutputInTheAnswerItself() throws Exception {
    stub.expect("qRcmd,78").answer(Hex.encode("yes\n".getBytes(UTF_8)));
    assertThat(connect().monitor().execute("x")).isEqualTo("yes\n");
  }

  @Test
  void tellsWhatTheMonitorSays() throws Exception {
    monitor("replay_break 1", "cannot set breakpoint at the instruction in the past\n");
    monitor("info replay", "what?\n");
    GdbClient gdb = connect();
    assertThatThrownBy(() -> gdb.monitor().breakAt(1))
        .isInstanceOf(MonitorException.class)
        .hasMessage(
            "QEMU's monitor answered \"replay_break 1\" with:"
                + " cannot set breakpoint at the instruction in the past");
    assertThatThrownBy(() -> gdb.monitor().replayStatus()).hasMessageContaining("what?");
    assertThatThrownBy(() -> gdb.monitor().saveSnapshot("a b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void listsSnapshots() throws Exception {
    monitor("info snapshots", "There is no snapshot available.\n");
    monitor(
        "info snapshots",
        """
        List of snapshots present on all disks:
        ID        TAG               VM SIZE                DATE     VM CLOCK     ICOUNT
        --        init              1.29 MiB 2026-01-01 10:00:00 00:00:00.000          0
        --        hundred            900 KiB 2026-01-01 10:00:01 00:00:00.001        401
        --        plain              900 KiB 2026-01-01 10:00:01 00:00:00.001
        """);
    GdbClient gdb = connect();
    assertThat(gdb.monitor().snapshots()).isEmpty();
    assertThat(gdb.monitor().snapshots())
        .extracting(Snapshot::toString)
        .containsExactly(
            "Snapshot[name=init, size=1.29 MiB, icount=OptionalLong[0]]",
            "Snapshot[name=hundred, size=900 KiB, icount=OptionalLong[401]]",
            "Snapshot[name=plain, size=900 KiB, icount=OptionalLong.empty]");
  }

  @Test
  void leavesInEveryWay() throws Exception {
    stub.expect("D").answer("OK");
    GdbClient gdb = connect();
    gdb.detach();
    assertThatThrownBy(() -> gdb.threads().current())
        .isInstanceOf(DisconnectedException.class)
        .hasMessage("this side closed the connection to the scripted stub");
    stub = ScriptedStub.greeting().expect("vKill;1").answer("").expect("k").silence();
    connect().kill();
    stub = ScriptedStub.greeting().expect("vKill;1").dieAfter("");
    connect().kill();
  }

  private void monitor(String command, String output) {
    List<String> answers = new ArrayList<>();
    for (String line : output.replace("\n", "\r\n").split("(?<=\n)", -1)) {
      if (!line.isEmpty()) {
        answers.add("O" + Hex.encode(line.getBytes(UTF_8)));
      }
    }
    answers.add("OK");
    stub.expect("qRcmd," + Hex.encode(command.getBytes(UTF_8)))
        .answer(answers.toArray(new String[0]));
  }

  private GdbClient connect() throws Exception {
    return GdbClient.over(
        stub,
        CallLimits.STANDARD,
        new StubListener() {
          @Override
          public void output(byte[] bytes) {
            heard.add("output " + new String(bytes, ISO_8859_1));
          }

          @Override
          public void notification(Payload payload) {
            heard.add("notification " + payload.text());
          }
        });
  }
}
