package dev.rrq.symbols.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The little-endian content of a section, read by position. Positions outside it throw {@link
 * IndexOutOfBoundsException}; the readers turn that into a sentence about the damaged section.
 */
public final class Bytes {

  /** No content. */
  public static final Bytes EMPTY = new Bytes(ByteBuffer.allocate(0));

  private final ByteBuffer buffer;
  private final int size;

  /** Reads all of a buffer, whatever its position and byte order. */
  public Bytes(ByteBuffer buffer) {
    this.buffer = buffer.duplicate().clear().order(ByteOrder.LITTLE_ENDIAN);
    this.size = buffer.capacity();
  }

  /** In bytes. */
  public int size() {
    return size;
  }

  /** The byte at a position, signed. */
  public byte i8(int position) {
    return buffer.get(position);
  }

  /** The byte at a position, 0 to 255. */
  public int u8(int position) {
    return buffer.get(position) & 0xff;
  }

  /** Two bytes, unsigned. */
  public int u16(int position) {
    return buffer.getShort(position) & 0xffff;
  }

  /** Four bytes, as raw bits. */
  public int i32(int position) {
    return buffer.getInt(position);
  }

  /** Four bytes, unsigned. */
  public long u32(int position) {
    return buffer.getInt(position) & 0xffff_ffffL;
  }

  /** Eight bytes, as raw bits. */
  public long i64(int position) {
    return buffer.getLong(position);
  }

  /** The text from a position up to the next zero byte. */
  public String cString(int position) {
    int end = endOfString(position);
    byte[] text = new byte[end - position];
    buffer.get(position, text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** The position of the first zero byte at or after a position. */
  public int endOfString(int position) {
    int end = position;
    while (buffer.get(end) != 0) {
      end++;
    }
    return end;
  }

  /** A copy of some bytes. */
  public byte[] copy(int position, int length) {
    byte[] bytes = new byte[length];
    buffer.get(position, bytes);
    return bytes;
  }

  /** A part, sharing the content. */
  public Bytes slice(int position, int length) {
    return new Bytes(buffer.slice(position, length));
  }
}
