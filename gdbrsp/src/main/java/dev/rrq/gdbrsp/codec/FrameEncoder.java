package dev.rrq.gdbrsp.codec;

import java.io.ByteArrayOutputStream;

/**
 * Turns frames into the bytes of the wire.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Overview.html">GDB manual,
 *     Remote Protocol, Overview</a>
 */
public final class FrameEncoder {
  private static final int RUN_BIAS = 29;
  private static final int SHORTEST_RUN = 3;
  private static final int LONGEST_RUN = '~' - RUN_BIAS;

  private FrameEncoder() {}

  /** A packet, as either side may send it. Binary data in it must be escaped already. */
  public static byte[] packet(Payload payload) {
    return frame('$', payload.shared());
  }

  /** A notification, as a stub may send it. */
  public static byte[] notification(Payload payload) {
    return frame('%', payload.shared());
  }

  /** A packet with runs of one character shortened, as a stub may send it. */
  public static byte[] packetWithRuns(Payload payload) {
    return frame('$', shortened(payload.shared()));
  }

  /** A single control byte. */
  public static byte[] control(Frame.Control control) {
    return new byte[] {(byte) control.code()};
  }

  private static byte[] frame(char mark, byte[] body) {
    byte[] out = new byte[body.length + 4];
    out[0] = (byte) mark;
    int sum = 0;
    for (int i = 0; i < body.length; i++) {
      out[i + 1] = body[i];
      sum += body[i];
    }
    out[body.length + 1] = '#';
    Hex.putByte(out, body.length + 2, sum);
    return out;
  }

  private static byte[] shortened(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length);
    int i = 0;
    while (i < body.length) {
      int repeats = sendableRun(repeatsAfter(body, i));
      out.write(body[i]);
      if (repeats > 0) {
        out.write('*');
        out.write(repeats + RUN_BIAS);
      }
      i += 1 + repeats;
    }
    return out.toByteArray();
  }

  private static int repeatsAfter(byte[] body, int at) {
    int repeats = 0;
    while (repeats < LONGEST_RUN
        && at + repeats + 1 < body.length
        && body[at + repeats + 1] == body[at]) {
      repeats++;
    }
    return repeats;
  }

  /** The largest run up to this one whose length byte means nothing else; 0 for none. */
  private static int sendableRun(int repeats) {
    int run = repeats;
    while (run >= SHORTEST_RUN && "#$+-".indexOf(run + RUN_BIAS) >= 0) {
      run--;
    }
    return run >= SHORTEST_RUN ? run : 0;
  }
}
