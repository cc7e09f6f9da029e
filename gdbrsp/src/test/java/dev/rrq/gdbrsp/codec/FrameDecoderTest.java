package dev.rrq.gdbrsp.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden bytes and what they mean, however they are cut. */
final class FrameDecoderTest {
  private static final int LIMIT = 4096;

  static Stream<Arguments> golden() {
    return Stream.of(
        golden("+", Frame.Control.ACK),
        golden("-", Frame.Control.NACK),
        golden("$#00", packet("")),
        golden("+$OK#9a", Frame.Control.ACK, packet("OK")),
        golden("$OK#9A", packet("OK")),
        golden("$OK#9a$E14#aa", packet("OK"), packet("E14")),
        golden("$T05thread:01;#07", packet("T05thread:01;")),
        golden("$T05thread:01;watch:1000;#54", packet("T05thread:01;watch:1000;")),
        golden("$O6869#2c+", packet("O6869"), Frame.Control.ACK),
        golden("%Stop:T05#99", new Frame.Notification(Payload.ascii("Stop:T05"))),
        golden("noise$OK#9a\r\n", packet("OK")),
        golden("\u0003$OK#9a", packet("OK")),
        // Run lengths: ' ' stands for three more, '~' for 97.
        golden("$0* #7a", packet("0000")),
        golden("$a0*\"b#3f", packet("a000000b")),
        golden("$x*~#20", packet("x".repeat(98))),
        golden("$0* * #c4", packet("0000000")),
        // What a run repeats is the byte of the wire; escapes are resolved later.
        golden("$l}\u0003}]#c6", packet("l}\u0003}]")),
        golden("$l%+-#e9", packet("l%+-")),
        golden(
            "$OK#00", damaged(Frame.Damage.CHECKSUM, "expected checksum 9a, found 00 in \"OK\"")),
        golden(
            "$OK#x$OK#9a",
            damaged(
                Frame.Damage.SYNTAX,
                "expected a checksum digit after '#', found byte 0x78 in \"OK\""),
            packet("OK")),
        golden(
            "$T05$OK#9a",
            damaged(Frame.Damage.CUT_SHORT, "a packet began before the last one ended in \"T05\""),
            packet("OK")),
        golden(
            "$T05#$OK#9a",
            damaged(Frame.Damage.CUT_SHORT, "a packet began before the last one ended in \"T05\""),
            packet("OK")),
        golden(
            "$* #4a+",
            damaged(Frame.Damage.RUN_LENGTH, "a run length comes before any character in \"\""),
            Frame.Control.ACK),
        golden(
            "$0*\u0001#5b",
            damaged(Frame.Damage.RUN_LENGTH, "run length byte 0x01 is not printable in \"0\"")),
        golden(
            "$0*#5a+",
            damaged(Frame.Damage.RUN_LENGTH, "a run length is missing after '*' in \"0\""),
            Frame.Control.ACK));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("golden")
  void decodesWhereverItIsCut(String wire, List<Frame> frames) {
    byte[] bytes = wire.getBytes(ISO_8859_1);
    for (int first = 0; first <= bytes.length; first++) {
      for (int second = first; second <= bytes.length; second++) {
        FrameDecoder decoder = FrameDecoder.ofReplies(LIMIT);
        List<Frame> decoded = new ArrayList<>();
        decoded.addAll(decode(decoder, bytes, 0, first));
        decoded.addAll(decode(decoder, bytes, first, second));
        decoded.addAll(decode(decoder, bytes, second, bytes.length));
        assertThat(decoded).as("cut at %d and %d", first, second).isEqualTo(frames);
      }
    }
  }

  @Test
  void decodesByteByByte() {
    String wire = "+$a0*\"b#3f%Stop:T05#99-";
    FrameDecoder decoder = FrameDecoder.ofReplies(LIMIT);
    List<Frame> decoded = new ArrayList<>();
    for (byte b : wire.getBytes(ISO_8859_1)) {
      decoded.addAll(decode(decoder, new byte[] {b}, 0, 1));
    }
    assertThat(decoded)
        .containsExactly(
            Frame.Control.ACK,
            packet("a000000b"),
            new Frame.Notification(Payload.ascii("Stop:T05")),
            Frame.Control.NACK);
  }

  @Test
  void leavesRunLengthsOfCommandsAlone() {
    FrameDecoder decoder = FrameDecoder.ofCommands(LIMIT);
    byte[] right = FrameEncoder.packet(Payload.ascii("X0* "));
    assertThat(decode(decoder, new byte[] {3}, 0, 1)).containsExactly(Frame.Control.INTERRUPT);
    assertThat(decode(decoder, right, 0, right.length)).containsExactly(packet("X0* "));
  }

  @Test
  void keepsNoMoreThanTheLimit() {
    FrameDecoder decoder = FrameDecoder.ofReplies(100);
    byte[] wire = ("$" + "x*~".repeat(1000) + "#00$OK#9a").getBytes(ISO_8859_1);
    List<Frame> frames = decode(decoder, wire, 0, wire.length);
    assertThat(frames).hasSize(2);
    assertThat(frames.get(0))
        .isInstanceOfSatisfying(
            Frame.Damaged.class,
            damaged -> {
              assertThat(damaged.damage()).isEqualTo(Frame.Damage.OVERSIZED);
              assertThat(damaged.detail()).startsWith("a packet is longer than 100 bytes");
            });
    assertThat(frames.get(1)).isEqualTo(packet("OK"));
  }

  @Test
  void takesAnyChecksumWhenTold() {
    FrameDecoder decoder = FrameDecoder.ofReplies(LIMIT);
    decoder.verifyChecksums(false);
    assertThat(decode(decoder, "$OK#00".getBytes(ISO_8859_1), 0, 6)).containsExactly(packet("OK"));
  }

  @Test
  void countsNoise() {
    FrameDecoder decoder = FrameDecoder.ofReplies(LIMIT);
    byte[] wire = "HTTP/1.1 400 \r\n".getBytes(ISO_8859_1);
    decode(decoder, wire, 0, wire.length);
    assertThat(decoder.noise()).isEqualTo(wire.length);
    assertThat(decoder.noiseSample()).isEqualTo("\"HTTP/1.1 400 \\x0d\\x0a\"");
  }

  @Test
  void refusesToForgetBytes() {
    FrameDecoder decoder = FrameDecoder.ofReplies(LIMIT);
    decoder.feed(ByteBuffer.wrap("++".getBytes(ISO_8859_1)));
    decoder.next();
    assertThatThrownBy(() -> decoder.feed(ByteBuffer.allocate(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("1 bytes fed before are not yet decoded");
  }

  static List<Frame> decode(FrameDecoder decoder, byte[] bytes, int from, int to) {
    List<Frame> frames = new ArrayList<>();
    decoder.feed(ByteBuffer.wrap(bytes, from, to - from));
    for (var frame = decoder.next(); frame.isPresent(); frame = decoder.next()) {
      frames.add(frame.get());
    }
    return frames;
  }

  private static Arguments golden(String wire, Frame... frames) {
    return Arguments.of(wire, List.of(frames));
  }

  private static Frame packet(String text) {
    return new Frame.Packet(Payload.ascii(text));
  }

  private static Frame damaged(Frame.Damage damage, String detail) {
    return new Frame.Damaged(damage, detail);
  }
}
