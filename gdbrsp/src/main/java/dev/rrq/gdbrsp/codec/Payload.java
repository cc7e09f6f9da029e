package dev.rrq.gdbrsp.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/**
 * The bytes between a packet's <code>$</code> and its <code>#</code>, never changed once made.
 *
 * <p>Run lengths are already expanded; escapes are not, because only some packets carry binary data
 * ({@link #unescaped()}).
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Overview.html">GDB manual,
 *     Remote Protocol, Overview</a>
 */
public final class Payload {
  private final byte[] bytes;

  private Payload(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A payload with a copy of these bytes. */
  public static Payload of(byte[] bytes) {
    return new Payload(bytes.clone());
  }

  /** A payload of one byte for each character, which must be at most U+00FF. */
  public static Payload ascii(String text) {
    return new Payload(text.getBytes(ISO_8859_1));
  }

  /** A payload that takes the array over, for those who just made it. */
  static Payload owning(byte[] bytes) {
    return new Payload(bytes);
  }

  /** Number of bytes. */
  public int length() {
    return bytes.length;
  }

  /** Whether there is nothing in it, which is a stub's way to say that it knows no such packet. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** The byte at an index, 0 to 255. */
  public int at(int index) {
    return bytes[index] & 0xff;
  }

  /** Whether it begins with these characters. */
  public boolean startsWith(String prefix) {
    if (prefix.length() > bytes.length) {
      return false;
    }
    for (int i = 0; i < prefix.length(); i++) {
      if (at(i) != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it is exactly these characters. */
  public boolean is(String text) {
    return bytes.length == text.length() && startsWith(text);
  }

  /** The payload as text, one character a byte. */
  public String text() {
    return text(0);
  }

  /** The payload from an index on as text, one character a byte. */
  public String text(int from) {
    return new String(bytes, from, bytes.length - from, ISO_8859_1);
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** A copy of the bytes of a range. */
  public byte[] bytes(int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  /** The payload with <code>}</code> escapes resolved, for packets with binary data. */
  public Payload unescaped() {
    return new Payload(Escapes.decode(bytes));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload payload && Arrays.equals(bytes, payload.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The payload in quotes, shortened, fit for a message. */
  @Override
  public String toString() {
    return Printable.quote(bytes, bytes.length);
  }

  /** The array itself, for the encoder, which only reads it. */
  byte[] shared() {
    return bytes;
  }
}
