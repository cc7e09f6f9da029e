package dev.rrq.planner.analysis;

import dev.rrq.planner.type.CTypes;
import dev.rrq.symbols.model.CType;

/** Pieces of 64-bit words. */
public final class Bits {

  private Bits() {}

  /**
   * A word with only its lowest bits set.
   *
   * @param width 0 to 64
   */
  public static long mask(int width) {
    return width >= Long.SIZE ? -1L : (1L << width) - 1;
  }

  /**
   * Some bits of a word, moved down and extended to 64.
   *
   * @param shift number of the lowest bit, from 0
   * @param width 1 to 64
   */
  public static long extract(long word, int shift, int width, boolean signed) {
    long bits = word >>> shift & mask(width);
    return signed ? signExtend(bits, width) : bits;
  }

  /** At most 8 bytes as a number, the first of them lowest. */
  public static long littleEndian(byte[] bytes) {
    long number = 0;
    for (int i = bytes.length - 1; i >= 0; i--) {
      number = number << Byte.SIZE | Byte.toUnsignedLong(bytes[i]);
    }
    return number;
  }

  /**
   * A number of so many bits, extended to 64 by its sign.
   *
   * @param width 1 to 64
   */
  public static long signExtend(long bits, int width) {
    int unused = Long.SIZE - width;
    return bits << unused >> unused;
  }

  /** A number as C converts it to a scalar type. */
  public static long convert(CTypes types, int type, long bits) {
    if (types.resolve(type) instanceof CType.Base base
        && base.encoding() == CType.Encoding.BOOLEAN) {
      return bits == 0 ? 0 : 1;
    }
    int width = (int) types.sizeOf(type) * Byte.SIZE;
    return width == 0 || width >= Long.SIZE ? bits : extract(bits, 0, width, types.isSigned(type));
  }
}
