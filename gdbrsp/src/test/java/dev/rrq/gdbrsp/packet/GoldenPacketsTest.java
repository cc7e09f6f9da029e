package dev.rrq.gdbrsp.packet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.gdbrsp.codec.Frame;
import dev.rrq.gdbrsp.codec.FrameDecoder;
import dev.rrq.gdbrsp.codec.FrameEncoder;
import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.MalformedReplyException;
import dev.rrq.gdbrsp.packet.breakpoint.Breakpoint;
import dev.rrq.gdbrsp.packet.breakpoint.BreakpointKind;
import dev.rrq.gdbrsp.packet.breakpoint.InsertBreakpoint;
import dev.rrq.gdbrsp.packet.breakpoint.RemoveBreakpoint;
import dev.rrq.gdbrsp.packet.feature.StartNoAckMode;
import dev.rrq.gdbrsp.packet.feature.StubFeatures;
import dev.rrq.gdbrsp.packet.feature.SupportedQuery;
import dev.rrq.gdbrsp.packet.memory.ReadMemory;
import dev.rrq.gdbrsp.packet.memory.WriteMemory;
import dev.rrq.gdbrsp.packet.memory.WriteMemoryBinary;
import dev.rrq.gdbrsp.packet.monitor.MonitorCommand;
import dev.rrq.gdbrsp.packet.qemu.PhysicalMemoryModeQuery;
import dev.rrq.gdbrsp.packet.qemu.SetPhysicalMemoryMode;
import dev.rrq.gdbrsp.packet.qemu.SetSingleStepMask;
import dev.rrq.gdbrsp.packet.qemu.SingleStepBits;
import dev.rrq.gdbrsp.packet.qemu.SingleStepBitsQuery;
import dev.rrq.gdbrsp.packet.qemu.SingleStepFlag;
import dev.rrq.gdbrsp.packet.qemu.SingleStepMaskQuery;
import dev.rrq.gdbrsp.packet.register.RawRegisters;
import dev.rrq.gdbrsp.packet.register.ReadRegister;
import dev.rrq.gdbrsp.packet.register.ReadRegisters;
import dev.rrq.gdbrsp.packet.register.WriteRegister;
import dev.rrq.gdbrsp.packet.register.WriteRegisters;
import dev.rrq.gdbrsp.packet.resume.Continue;
import dev.rrq.gdbrsp.packet.resume.ResumeAction;
import dev.rrq.gdbrsp.packet.resume.ResumeActionsQuery;
import dev.rrq.gdbrsp.packet.resume.ResumeThreads;
import dev.rrq.gdbrsp.packet.resume.ReverseContinue;
import dev.rrq.gdbrsp.packet.resume.ReverseStep;
import dev.rrq.gdbrsp.packet.resume.Step;
import dev.rrq.gdbrsp.packet.session.Detach;
import dev.rrq.gdbrsp.packet.session.Kill;
import dev.rrq.gdbrsp.packet.stop.StopReasonQuery;
import dev.rrq.gdbrsp.packet.thread.CurrentThreadQuery;
import dev.rrq.gdbrsp.packet.thread.SelectThread;
import dev.rrq.gdbrsp.packet.thread.ThreadAlive;
import dev.rrq.gdbrsp.packet.thread.ThreadDescriptionQuery;
import dev.rrq.gdbrsp.packet.thread.ThreadId;
import dev.rrq.gdbrsp.packet.thread.ThreadListQuery;
import dev.rrq.gdbrsp.packet.xfer.ReadObject;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How each request is written, and how its answer is read. */
final class GoldenPacketsTest {

  static Stream<Arguments> requests() {
    byte[] bytes = {0x01, (byte) 0xff};
    return Stream.of(
        request(SupportedQuery.STANDARD, supported()),
        request(new SupportedQuery(List.of()), "$qSupported#37"),
        request(new StartNoAckMode(), "$QStartNoAckMode#b0"),
        request(new ReadRegisters(), "$g#67"),
        request(new WriteRegisters(bytes), "$G01ff#74"),
        request(new ReadRegister(16), "$p10#d1"),
        request(new WriteRegister(16, bytes), "$P10=01ff#1b"),
        request(new ReadMemory(0xffff_ffff_8000_0000L, 2048), "$mffffffff80000000,800#e9"),
        request(new WriteMemory(0x1000, bytes), "$M1000,2:01ff#d3"),
        request(new WriteMemoryBinary(0x1000, new byte[0]), "$X1000,0:#af"),
        request(new InsertBreakpoint(Breakpoint.onWrite(0x1000, 8)), "$Z2,1000,8#dd"),
        request(new InsertBreakpoint(Breakpoint.onRead(0x1000, 8)), "$Z3,1000,8#de"),
        request(new InsertBreakpoint(Breakpoint.onAccess(0x1000, 8)), "$Z4,1000,8#df"),
        request(new RemoveBreakpoint(Breakpoint.at(0x1000)), "$z0,1000,1#f4"),
        request(
            new RemoveBreakpoint(new Breakpoint(BreakpointKind.HARDWARE, 0x1000, 4)),
            "$z1,1000,4#f8"),
        request(new Continue(), "$c#63"),
        request(new Step(), "$s#73"),
        request(new ReverseContinue(), "$bc#c5"),
        request(new ReverseStep(), "$bs#d5"),
        request(new ResumeActionsQuery(), "$vCont?#49"),
        request(new ResumeThreads(List.of(ResumeAction.CONTINUE)), "$vCont;c#a8"),
        request(
            new ResumeThreads(
                List.of(
                    ResumeAction.STEP.of(ThreadId.of(1)),
                    new ResumeAction('C', 15, Optional.of(new ThreadId(1, ThreadId.ALL))))),
            "$vCont;s:1;C0f:p1.-1#9e"),
        request(new StopReasonQuery(), "$?#3f"),
        request(new CurrentThreadQuery(), "$qC#b4"),
        request(new ThreadListQuery(true), "$qfThreadInfo#bb"),
        request(new ThreadListQuery(false), "$qsThreadInfo#c8"),
        request(new SelectThread('g', ThreadId.of(ThreadId.ANY)), "$Hg0#df"),
        request(new ThreadAlive(ThreadId.of(2)), "$T2#86"),
        request(new ThreadDescriptionQuery(ThreadId.of(1)), "$qThreadExtraInfo,1#b6"),
        request(new Detach(), "$D#44"),
        request(new Kill(1), "$vKill;1#6e"),
        request(new MonitorCommand("info replay"), "$qRcmd,696e666f207265706c6179#42"),
        request(
            new ReadObject("features", "target.xml", 0, 0xff0),
            "$qXfer:features:read:target.xml:0,ff0#47"),
        request(new SingleStepBitsQuery(), "$qqemu.sstepbits#38"),
        request(new SingleStepMaskQuery(), "$qqemu.sstep#86"),
        request(new SetSingleStepMask(7), "$Qqemu.sstep=7#da"),
        request(new PhysicalMemoryModeQuery(), "$qqemu.PhyMemMode#2c"),
        request(new SetPhysicalMemoryMode(true), "$Qqemu.PhyMemMode:1#77"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("requests")
  void writesRequests(Command<?> request, String wire) {
    byte[] frame = FrameEncoder.packet(request.encode());
    assertThat(Payload.of(frame).text()).isEqualTo(wire);
    FrameDecoder decoder = FrameDecoder.ofCommands(1000);
    decoder.feed(ByteBuffer.wrap(frame));
    assertThat(decoder.next()).contains(new Frame.Packet(request.encode()));
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        answer(
            SupportedQuery.STANDARD,
            "PacketSize=1000;qXfer:features:read+;x-;y?;",
            new StubFeatures(
                Map.of("PacketSize", "1000", "qXfer:features:read", "+", "x", "-", "y", "?"))),
        answer(new ResumeActionsQuery(), "vCont;c;C;s;S", Set.of("c", "C", "s", "S")),
        answer(new CurrentThreadQuery(), "QC01", ThreadId.of(1)),
        answer(new CurrentThreadQuery(), "QCp2.-1", new ThreadId(2, ThreadId.ALL)),
        answer(new ThreadListQuery(true), "m1,a", List.of(ThreadId.of(1), ThreadId.of(10))),
        answer(new ThreadListQuery(true), "l", List.of()),
        answer(new ThreadDescriptionQuery(ThreadId.of(1)), "435055", "CPU"),
        answer(new SingleStepMaskQuery(), "0x7", 7L),
        answer(
            new SingleStepBitsQuery(),
            "ENABLE=1,NOIRQ=2,NEWER=8",
            new SingleStepBits(Map.of(SingleStepFlag.ENABLE, 1, SingleStepFlag.NOIRQ, 2))),
        answer(new PhysicalMemoryModeQuery(), "1", true),
        answer(new PhysicalMemoryModeQuery(), "0", false),
        answer(new Detach(), "OK", Done.DONE));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("answers")
  void readsAnswers(Command<?> request, String answer, Object meaning) throws Exception {
    assertThat((Object) request.decode(Payload.ascii(answer))).isEqualTo(meaning);
  }

  static Stream<Arguments> nonsense() {
    return Stream.of(
        answer(SupportedQuery.STANDARD, "PacketSize=x", "a hexadecimal PacketSize"),
        answer(SupportedQuery.STANDARD, "PacketSize=1", "at least 32 bytes"),
        answer(SupportedQuery.STANDARD, "a+;b", "name=value, name+, name- or name?"),
        answer(new ResumeActionsQuery(), "c;s", "\"vCont\" and its actions"),
        answer(new CurrentThreadQuery(), "QD1", "'C' at byte 1"),
        answer(new CurrentThreadQuery(), "QC1x", "the end at byte 3"),
        answer(new ThreadListQuery(true), "m1,", "a hexadecimal number at byte 3"),
        answer(new ThreadListQuery(true), "m-2", "'1' at byte 2"),
        answer(new ReadMemory(0, 4), "123", "two hexadecimal digits at byte 2"),
        answer(new ReadMemory(0, 1), "1234", "1 to 1 bytes"),
        answer(new ReadRegisters(), "123", "two digits for each byte"),
        answer(new ReadRegisters(), "x1", "'x' at byte 1"),
        answer(new SingleStepMaskQuery(), "7", "'0' at byte 0"),
        answer(new SingleStepMaskQuery(), "0x11111111111111111", "at most 16 hexadecimal digits"),
        answer(new SingleStepBitsQuery(), "ENABLE", "NAME=BIT"),
        answer(new PhysicalMemoryModeQuery(), "2", "\"0\" or \"1\""),
        answer(new ReadObject("features", "t", 0, 9), "x<", "'m' or 'l'"),
        answer(new Detach(), "01", "\"OK\""));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("nonsense")
  void saysWhatItExpected(Command<?> request, String answer, String expected) {
    assertThatThrownBy(() -> request.decode(Payload.ascii(answer)))
        .isInstanceOf(MalformedReplyException.class)
        .hasMessageStartingWith("expected ")
        .hasMessageContaining(expected)
        .hasMessageContaining("found \"" + answer + "\"");
  }

  @Test
  void escapesBinaryData() {
    Payload payload = new WriteMemoryBinary(16, "a#$}*b".getBytes(US_ASCII)).encode();
    assertThat(payload.text()).isEqualTo("X10,6:a}\u0003}\u0004}]}\nb");
    assertThat(payload.unescaped().text()).isEqualTo("X10,6:a#$}*b");
  }

  @Test
  void unescapesPiecesOfObjects() throws Exception {
    ReadObject request = new ReadObject("features", "target.xml", 0, 100);
    assertThat(request.decode(Payload.ascii("m<a}\u0003>")).bytes())
        .isEqualTo("<a#>".getBytes(US_ASCII));
    assertThat(request.decode(Payload.ascii("m<a>")).last()).isFalse();
    assertThat(request.decode(Payload.ascii("l")).last()).isTrue();
  }

  @Test
  void tellsUnknownRegistersFromZero() throws Exception {
    RawRegisters raw = new ReadRegisters().decode(Payload.ascii("00xx00"));
    assertThat(raw.length()).isEqualTo(3);
    assertThat(raw.known(0, 1)).isTrue();
    assertThat(raw.known(0, 2)).isFalse();
    assertThat(raw.known(2, 3)).isTrue();
    assertThat(raw.known(2, 4)).isFalse();
  }

  private static String supported() {
    String text = "qSupported:xmlRegisters=i386;swbreak+;hwbreak+;error-message+;qemu.icount+";
    return "$" + text + String.format("#%02x", text.chars().sum() & 0xff);
  }

  private static Arguments request(Command<?> request, String wire) {
    return Arguments.of(request, wire);
  }

  private static Arguments answer(Command<?> request, String answer, Object meaning) {
    return Arguments.of(request, answer, meaning);
  }
}
