package dev.rrq.planner.type;

import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.types.CValueFormatter;
import dev.rrq.symbols.types.PointerNamer;

/** Writes bytes of an object by the type of what they are a part of. */
public final class ValueText {

  private final CTypes types;
  private final SubObjects parts;
  private final CValueFormatter formatter;

  /** Writes values of these types. */
  public ValueText(CTypes types, PointerNamer namer) {
    this.types = types;
    this.parts = new SubObjects(types);
    this.formatter = new CValueFormatter(types.layout(), namer, CValueFormatter.Limits.CELL);
  }

  /** What the values of a type are. */
  public enum Nature {
    /** Whole numbers, of which some are greater than others. */
    NUMBER,
    /** One of several things: a pointer, an enumeration, a character, an object. */
    THING
  }

  /** What the values of a type are; bytes without a type are numbers. */
  public Nature nature(int type) {
    boolean number =
        type == CType.VOID_ID
            || (types.resolve(type) instanceof CType.Base base
                && (base.encoding() == CType.Encoding.SIGNED
                    || base.encoding() == CType.Encoding.UNSIGNED
                    || (!base.name().equals("char") && isByte(base))));
    return number ? Nature.NUMBER : Nature.THING;
  }

  private static boolean isByte(CType.Base base) {
    return base.encoding() == CType.Encoding.SIGNED_CHAR
        || base.encoding() == CType.Encoding.UNSIGNED_CHAR;
  }

  /** Whether objects of a type have one value. */
  public boolean isScalar(int type) {
    return types.isScalar(type);
  }

  /** Whether a type is an array, and as many bytes are one of its elements wherever they are. */
  public boolean isElement(int type, int size) {
    int element = type;
    while (types.resolve(element) instanceof CType.Array array) {
      element = array.element();
    }
    return element != type && types.isScalar(element) && types.sizeOf(element) == size;
  }

  /** Writes whole objects. */
  public CValueFormatter formatter() {
    return formatter;
  }

  /**
   * Some bytes of an object.
   *
   * @param type of the object; void if it has none
   * @param offset of the bytes within the object; may be negative or beyond its end
   * @param size 1 to 8
   * @param bits little endian; what is above the size is not looked at
   */
  public String part(int type, long offset, int size, long bits) {
    if (offset < 0 || offset + size > types.sizeOf(type)) {
      return raw(bits, size);
    }
    SubObjects.Part part = parts.at(type, offset, size);
    boolean exact = part.offset() == 0 && types.sizeOf(part.type()) == size;
    if (exact && types.isScalar(part.type())) {
      return formatter.format(part.type(), bits, size);
    } else if (types.resolve(part.type()) instanceof CType.Array array
        && types.isCharacter(array.element())) {
      return formatter.format(types.arrayOf(array.element(), size), bits, size);
    }
    return raw(bits, size);
  }

  /** A bit field, whose bits are the lowest. */
  public String bitField(int type, long bits, int width) {
    return formatter.formatBitField(type, bits, width);
  }

  /** Bytes without a type, as wide as they are. */
  public static String raw(long bits, int size) {
    long shown = size >= Long.BYTES ? bits : bits & ((1L << (size * Byte.SIZE)) - 1);
    return ("0x%0" + 2 * size + "x").formatted(shown);
  }
}
