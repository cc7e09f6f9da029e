package dev.rrq.gdbrsp.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns bytes that come in pieces of any size into whole frames.
 *
 * <p>{@link #feed} some bytes, then call {@link #next} until it gives nothing. The decoder keeps
 * one piece of input and one packet, and of a packet no more than the limit, however much it is
 * fed.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Overview.html">GDB manual,
 *     Remote Protocol, Overview</a>
 */
public final class FrameDecoder {
  private static final int SMALLEST_RUN = ' ';
  private static final int LARGEST_RUN = '~';
  private static final int RUN_BIAS = 29;
  private static final int NOISE_KEPT = 32;

  private final boolean replies;
  private final int limit;
  private boolean verifying = true;

  private byte[] input = new byte[0];
  private int position;
  private int end;

  private State state = State.IDLE;
  private boolean notification;
  private byte[] body = new byte[256];
  private int size;
  private int sum;
  private int announced;
  private Frame.@Nullable Damage damage;
  private String detail = "";

  private final byte[] noiseSample = new byte[NOISE_KEPT];
  private long noise;

  private enum State {
    IDLE,
    BODY,
    RUN,
    CHECKSUM_HIGH,
    CHECKSUM_LOW
  }

  private FrameDecoder(boolean replies, int limit) {
    this.replies = replies;
    this.limit = limit;
  }

  /**
   * A decoder of what stubs send: run lengths are expanded.
   *
   * @param limit bytes kept of one packet after expansion, at least 1
   */
  public static FrameDecoder ofReplies(int limit) {
    return new FrameDecoder(true, limit);
  }

  /**
   * A decoder of what clients send: <code>*</code> is a character like any other, 0x03 an
   * interrupt.
   *
   * @param limit bytes kept of one packet, at least 1
   */
  public static FrameDecoder ofCommands(int limit) {
    return new FrameDecoder(false, limit);
  }

  /** Whether checksums are compared; in no-ack mode a stub may send any two digits. */
  public void verifyChecksums(boolean verify) {
    verifying = verify;
  }

  /**
   * Takes all remaining bytes of a buffer.
   *
   * @throws IllegalStateException if {@link #next} was not called until it gave nothing
   */
  public void feed(ByteBuffer bytes) {
    if (position < end) {
      throw new IllegalStateException((end - position) + " bytes fed before are not yet decoded");
    }
    int count = bytes.remaining();
    if (input.length < count) {
      input = new byte[count];
    }
    bytes.get(input, 0, count);
    position = 0;
    end = count;
  }

  /** The next whole frame, or nothing until more bytes are fed. */
  public Optional<Frame> next() {
    while (position < end) {
      Frame frame = take(input[position++] & 0xff);
      if (frame != null) {
        return Optional.of(frame);
      }
    }
    return Optional.empty();
  }

  /** Number of bytes so far that belonged to no frame. */
  public long noise() {
    return noise;
  }

  /** The first of the bytes that belonged to no frame, quoted. */
  public String noiseSample() {
    return Printable.quote(noiseSample, (int) Math.min(noise, NOISE_KEPT));
  }

  private @Nullable Frame take(int b) {
    return switch (state) {
      case IDLE -> takeIdle(b);
      case BODY -> takeBody(b);
      case RUN -> takeRun(b);
      case CHECKSUM_HIGH, CHECKSUM_LOW -> takeChecksum(b);
    };
  }

  private @Nullable Frame takeIdle(int b) {
    if (b == '$' || b == '%') {
      begin(b == '%');
      return null;
    }
    if (b == '+') {
      return Frame.Control.ACK;
    }
    if (b == '-') {
      return Frame.Control.NACK;
    }
    if (b == Frame.Control.INTERRUPT.code() && !replies) {
      return Frame.Control.INTERRUPT;
    }
    if (noise < NOISE_KEPT) {
      noiseSample[(int) noise] = (byte) b;
    }
    noise++;
    return null;
  }

  private void begin(boolean asNotification) {
    state = State.BODY;
    notification = asNotification;
    size = 0;
    sum = 0;
    damage = null;
  }

  private @Nullable Frame takeBody(int b) {
    if (b == '#') {
      state = State.CHECKSUM_HIGH;
      return null;
    }
    if (b == '$') {
      return restart();
    }
    sum += b;
    if (b == '*' && replies) {
      state = State.RUN;
    } else {
      append(b, 1);
    }
    return null;
  }

  private @Nullable Frame takeRun(int b) {
    if (b == '#' || b == '$') {
      flag(Frame.Damage.RUN_LENGTH, "a run length is missing after '*'");
      return takeBody(b);
    }
    sum += b;
    state = State.BODY;
    if (size == 0) {
      flag(Frame.Damage.RUN_LENGTH, "a run length comes before any character");
    } else if (b < SMALLEST_RUN || b > LARGEST_RUN) {
      flag(Frame.Damage.RUN_LENGTH, String.format("run length byte 0x%02x is not printable", b));
    } else {
      append(body[size - 1], b - RUN_BIAS);
    }
    return null;
  }

  private void append(int b, int count) {
    if (size + count > limit) {
      flag(Frame.Damage.OVERSIZED, "a packet is longer than " + limit + " bytes");
      return;
    }
    if (size + count > body.length) {
      body = Arrays.copyOf(body, Math.min(limit, Math.max(size + count, 2 * body.length)));
    }
    Arrays.fill(body, size, size + count, (byte) b);
    size += count;
  }

  private @Nullable Frame takeChecksum(int b) {
    if (b == '$') {
      return restart();
    }
    int digit = Hex.digit(b);
    if (digit < 0) {
      flag(
          Frame.Damage.SYNTAX,
          String.format("expected a checksum digit after '#', found byte 0x%02x", b));
      return finish();
    }
    if (state == State.CHECKSUM_HIGH) {
      announced = digit << 4;
      state = State.CHECKSUM_LOW;
      return null;
    }
    announced |= digit;
    if (verifying && announced != (sum & 0xff)) {
      flag(
          Frame.Damage.CHECKSUM,
          String.format("expected checksum %02x, found %02x", sum & 0xff, announced));
    }
    return finish();
  }

  private Frame restart() {
    flag(Frame.Damage.CUT_SHORT, "a packet began before the last one ended");
    Frame cut = finish();
    begin(false);
    return cut;
  }

  private Frame finish() {
    state = State.IDLE;
    if (damage != null) {
      return new Frame.Damaged(damage, detail + " in " + Printable.quote(body, size));
    }
    Payload payload = Payload.owning(Arrays.copyOf(body, size));
    return notification ? new Frame.Notification(payload) : new Frame.Packet(payload);
  }

  /** Remembers the first thing that is wrong with the packet. */
  private void flag(Frame.Damage what, String why) {
    if (damage == null) {
      damage = what;
      detail = why;
    }
  }
}
