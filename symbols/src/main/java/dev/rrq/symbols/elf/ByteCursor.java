package dev.rrq.symbols.elf;

/** A position that moves through {@link Bytes} as values are read. */
public final class ByteCursor {

  private final Bytes bytes;
  private int position;

  public ByteCursor(Bytes bytes, int position) {
    this.bytes = bytes;
    this.position = position;
  }

  /** What is read. */
  public Bytes bytes() {
    return bytes;
  }

  /** From the start of the bytes. */
  public int position() {
    return position;
  }

  /** Moves to a position; it is checked by the next read. */
  public void position(int newPosition) {
    position = newPosition;
  }

  /**
   * Passes over some bytes.
   *
   * @throws IndexOutOfBoundsException if there are fewer
   */
  public void skip(long count) {
    if (count < 0 || count > bytes.size() - position) {
      throw new IndexOutOfBoundsException(position);
    }
    position += (int) count;
  }

  /** Whether a position is reached. */
  public boolean isBefore(int end) {
    return position < end;
  }

  /** One byte, unsigned. */
  public int u8() {
    return bytes.u8(position++);
  }

  /** One byte, signed. */
  public int i8() {
    return bytes.i8(position++);
  }

  /** Two bytes, unsigned. */
  public int u16() {
    int value = bytes.u16(position);
    position += 2;
    return value;
  }

  /** Three bytes, unsigned. */
  public int u24() {
    return u16() | u8() << 16;
  }

  /** Four bytes, as raw bits. */
  public int i32() {
    int value = bytes.i32(position);
    position += 4;
    return value;
  }

  /** Four bytes, unsigned. */
  public long u32() {
    return i32() & 0xffff_ffffL;
  }

  /** Eight bytes, as raw bits. */
  public long i64() {
    long value = bytes.i64(position);
    position += 8;
    return value;
  }

  /** An unsigned number of 1, 2, 4 or 8 bytes. */
  public long unsigned(int size) {
    return switch (size) {
      case 1 -> u8();
      case 2 -> u16();
      case 4 -> u32();
      case 8 -> i64();
      default -> throw new IllegalArgumentException("a number of " + size + " bytes");
    };
  }

  /** An unsigned LEB128 number (DWARF 5, section 7.6); bits above 64 are lost. */
  public long uleb() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = u8();
      if (shift < 64) {
        value |= (long) (next & 0x7f) << shift;
      }
      if (next < 0x80) {
        return value;
      }
    }
  }

  /** A signed LEB128 number (DWARF 5, section 7.6). */
  public long sleb() {
    long value = 0;
    int shift = 0;
    int next;
    do {
      next = u8();
      if (shift < 64) {
        value |= (long) (next & 0x7f) << shift;
      }
      shift += 7;
    } while (next >= 0x80);
    boolean negative = (next & 0x40) != 0 && shift < 64;
    return negative ? value | -1L << shift : value;
  }

  /** An unsigned LEB128 number that must fit an int, such as a code or a count. */
  public int uleb32() {
    long value = uleb();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new IndexOutOfBoundsException(position);
    }
    return (int) value;
  }

  /** Passes over a LEB128 number. */
  public void skipLeb() {
    while (bytes.i8(position++) < 0) {
      // the high bit says that another byte follows
    }
  }

  /** Text up to a zero byte, which is passed over. */
  public String cString() {
    int end = bytes.endOfString(position);
    String text = bytes.cString(position);
    position = end + 1;
    return text;
  }

  /** Passes over text and its zero byte. */
  public void skipString() {
    position = bytes.endOfString(position) + 1;
  }
}
