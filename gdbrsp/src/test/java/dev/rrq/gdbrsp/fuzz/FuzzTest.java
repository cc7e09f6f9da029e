package dev.rrq.gdbrsp.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.gdbrsp.CallLimits;
import dev.rrq.gdbrsp.GdbClient;
import dev.rrq.gdbrsp.StubListener;
import dev.rrq.gdbrsp.codec.Frame;
import dev.rrq.gdbrsp.codec.FrameDecoder;
import dev.rrq.gdbrsp.codec.FrameEncoder;
import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.target.Architecture;
import dev.rrq.gdbrsp.target.TargetXml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Bytes that no honest stub sends. {@code -Drrq.fuzz.bytes=N} sets how many (a million unless said
 * otherwise; the integration test takes ten), {@code -Drrq.fuzz.seed=N} which.
 */
@Timeout(300)
class FuzzTest {
  private static final int LIMIT = 512;
  private static final int PIECE = 4096;

  private final long seed = Long.getLong("rrq.fuzz.seed", 1);

  long bytes() {
    return Long.getLong("rrq.fuzz.bytes", 1_000_000);
  }

  @Test
  void framesDoNotDependOnCutsAndStayBounded() {
    WireGenerator generator = new WireGenerator(seed);
    FrameDecoder whole = FrameDecoder.ofReplies(LIMIT);
    FrameDecoder cut = FrameDecoder.ofReplies(LIMIT);
    FrameDecoder commands = FrameDecoder.ofCommands(LIMIT);
    long frames = 0;
    long done = 0;
    while (done < bytes()) {
      byte[] piece = piece(generator);
      List<Frame> expected = decode(whole, piece, piece.length);
      assertThat(decode(cut, piece, 1 + generator.upTo(64))).isEqualTo(expected);
      assertThat(expected).hasSizeLessThanOrEqualTo(piece.length).allMatch(FuzzTest::bounded);
      assertThat(decode(commands, piece, 1 + generator.upTo(64))).allMatch(FuzzTest::bounded);
      frames += expected.size();
      done += piece.length;
    }
    assertThat(frames).isGreaterThan(done / 100);
  }

  private static byte[] piece(WireGenerator generator) {
    ByteBuffer piece = ByteBuffer.allocate(PIECE + 1024);
    while (piece.position() < PIECE) {
      piece.put(generator.next());
    }
    return Arrays.copyOf(piece.array(), piece.position());
  }

  private static boolean bounded(Frame frame) {
    if (frame instanceof Frame.Packet packet) {
      return packet.payload().length() <= LIMIT;
    }
    return !(frame instanceof Frame.Damaged damaged) || damaged.detail().length() < 1024;
  }

  private static List<Frame> decode(FrameDecoder decoder, byte[] bytes, int size) {
    List<Frame> frames = new ArrayList<>();
    for (int from = 0; from < bytes.length; from += size) {
      decoder.feed(ByteBuffer.wrap(bytes, from, Math.min(size, bytes.length - from)));
      Optional<Frame> frame = decoder.next();
      while (frame.isPresent()) {
        frames.add(frame.get());
        frame = decoder.next();
      }
    }
    return frames;
  }

  @Test
  void whatIsEncodedIsDecoded() {
    WireGenerator generator = new WireGenerator(seed);
    FrameDecoder decoder = FrameDecoder.ofReplies(1 << 14);
    for (long done = 0; done < bytes() / 4; done += 100) {
      Payload payload = Payload.ascii(generator.payload().replace("*", ""));
      for (byte[] frame :
          List.of(FrameEncoder.packet(payload), FrameEncoder.packetWithRuns(payload))) {
        decoder.feed(ByteBuffer.wrap(frame));
        assertThat(decoder.next()).contains(new Frame.Packet(payload));
        assertThat(decoder.next()).isEmpty();
      }
    }
  }

  /** A call that a user might make. */
  private interface UserCall {
    void make(GdbClient gdb) throws RspException;
  }

  @Test
  void everyCallEndsInAnAnswerOrASentence() {
    WireGenerator generator = new WireGenerator(seed);
    List<UserCall> calls =
        List.of(
            gdb -> gdb.registers().read(),
            gdb -> gdb.memory().read(0x1000, 64),
            gdb -> gdb.memory().write(0x1000, new byte[8]),
            gdb -> gdb.execution().continueToStop(),
            gdb -> gdb.threads().all(),
            gdb -> gdb.threads().current(),
            gdb -> gdb.monitor().replayStatus(),
            gdb -> gdb.monitor().snapshots(),
            gdb -> gdb.qemu().singleStepFlags(),
            gdb -> gdb.qemu().physicalMemory(),
            GdbClient::layout,
            GdbClient::detach);
    for (long done = 0; done < bytes(); done += 512) {
      RandomStub stub = new RandomStub(generator, 512);
      try {
        CallLimits limits = CallLimits.within(Duration.ofSeconds(1));
        GdbClient gdb = GdbClient.over(stub, limits, StubListener.DEAF);
        calls.get(generator.upTo(calls.size())).make(gdb);
      } catch (RspException expected) {
        assertThat(expected.getMessage()).isNotBlank().hasSizeLessThan(4096);
      }
    }
  }

  @Test
  void descriptionsEndInRegistersOrASentence() throws IOException {
    WireGenerator generator = new WireGenerator(seed);
    String whole = resource("x86-64.xml") + resource("aarch64.xml");
    for (long done = 0; done < bytes(); done += whole.length()) {
      StringBuilder text = new StringBuilder(resource("x86-64.xml"));
      for (int edit = generator.upTo(4); edit >= 0; edit--) {
        int from = generator.upTo(text.length());
        int to = Math.min(text.length(), from + generator.upTo(20));
        text.replace(from, to, generator.payload());
      }
      try {
        assertThat(TargetXml.read(annex -> text.toString()).registers()).isNotNull();
      } catch (RspException expected) {
        assertThat(expected.getMessage()).startsWith("expected ");
      }
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Architecture.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), ISO_8859_1);
    }
  }
}
