package dev.rrq.gdbrsp.codec;

/**
 * One unit of the wire: a packet, a notification or a single control byte.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Overview.html">GDB manual,
 *     Remote Protocol, Overview</a>
 */
public sealed interface Frame {

  /** <code>$payload#checksum</code>, whole and right. */
  record Packet(Payload payload) implements Frame {}

  /**
   * <code>%payload#checksum</code>, whole and right; it is never acknowledged.
   *
   * @see <a
   *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Notification-Packets.html">GDB
   *     manual, Notification Packets</a>
   */
  record Notification(Payload payload) implements Frame {}

  /** A packet or notification that did not arrive as it was sent. */
  record Damaged(Damage damage, String detail) implements Frame {}

  /**
   * A single byte with a meaning of its own.
   *
   * @see <a
   *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packet-Acknowledgment.html">GDB
   *     manual, Packet Acknowledgment</a>
   */
  enum Control implements Frame {
    /** <code>+</code>: the last packet arrived. */
    ACK('+'),
    /** <code>-</code>: the last packet was damaged; send it again. */
    NACK('-'),
    /**
     * 0x03: stop the target. Only a client sends it.
     *
     * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Interrupts.html">GDB
     *     manual, Interrupts</a>
     */
    INTERRUPT(3);

    private final int code;

    Control(int code) {
      this.code = code;
    }

    /** The byte on the wire. */
    public int code() {
      return code;
    }
  }

  /** What is wrong with a damaged frame. */
  enum Damage {
    /** The checksum is another than that of the bytes. */
    CHECKSUM,
    /** The two characters after <code>#</code> are no hexadecimal digits. */
    SYNTAX,
    /** A run length with nothing to repeat, or out of its range. */
    RUN_LENGTH,
    /** More bytes than the decoder was told to keep; the rest was dropped. */
    OVERSIZED,
    /** The next packet began before this one ended. */
    CUT_SHORT
  }
}
