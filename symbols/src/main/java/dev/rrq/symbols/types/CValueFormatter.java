package dev.rrq.symbols.types;

import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.CType.Array;
import dev.rrq.symbols.model.CType.Base;
import dev.rrq.symbols.model.CType.Composite;
import dev.rrq.symbols.model.CType.Encoding;
import dev.rrq.symbols.model.CType.Enumeration;
import dev.rrq.symbols.model.CType.Enumerator;
import dev.rrq.symbols.model.CType.Member;
import dev.rrq.symbols.model.CType.Pointer;
import java.math.BigInteger;

/**
 * Writes values as C does: {@code 's'}, {@code "init"}, {@code PIDTYPE_TGID}, {@code -1}, {@code
 * 0xffff888003a40000} or {@code &init_task}, {@code { .next = …, .prev = … }}. What is not known is
 * {@code ?}.
 */
public final class CValueFormatter {

  /**
   * How much is written.
   *
   * @param depth structures and arrays within each other; deeper ones are {@code { … }}
   * @param elements of an array
   * @param characters in all, about
   * @param lines whether each member of a structure gets a line of its own
   */
  public record Limits(int depth, int elements, int characters, boolean lines) {

    /** For a cell of a table. */
    public static final Limits CELL = new Limits(3, 16, 120, false);

    /** For an object printed by itself. */
    public static final Limits OBJECT = new Limits(8, 200, 64 << 10, true);
  }

  private static final int SHORTEST_RUN = 8;

  private final TypeLayout layout;
  private final PointerNamer namer;
  private final Limits limits;

  public CValueFormatter(TypeLayout layout, PointerNamer namer, Limits limits) {
    this.layout = layout;
    this.namer = namer;
    this.limits = limits;
  }

  /** The text of a value that begins at the first byte. */
  public String format(int type, KnownBytes bytes) {
    return format(layout.types().type(type), bytes);
  }

  /** As {@link #format(int, KnownBytes)}, for a type that need not be in the table. */
  public String format(CType type, KnownBytes bytes) {
    StringBuilder out = new StringBuilder();
    value(layout.strip(type), bytes, 0, 0, out);
    return out.toString();
  }

  /**
   * The text of a value as it was stored.
   *
   * @param bits its bytes, the first one lowest
   * @param size how many bytes of it were stored
   */
  public String format(int type, long bits, int size) {
    return format(type, KnownBytes.ofRaw(bits, size));
  }

  /** The text of a bit field, whose bits are the lowest of {@code bits}. */
  public String formatBitField(int type, long bits, int bitSize) {
    StringBuilder out = new StringBuilder();
    bits(layout.strip(type), bits, bitSize, out);
    return out.toString();
  }

  private void value(CType bare, KnownBytes bytes, long at, int depth, StringBuilder out) {
    if (bare instanceof Composite composite) {
      composite(composite, bytes, at, depth, out);
    } else if (bare instanceof Array array) {
      array(array, bytes, at, depth, out);
    } else {
      scalar(bare, bytes, at, out);
    }
  }

  private void scalar(CType bare, KnownBytes bytes, long at, StringBuilder out) {
    long size = layout.sizeOf(bare);
    if (size == 0 || !bytes.isKnown(at, size)) {
      out.append('?');
    } else if (size > 8) {
      wide(bare, bytes, at, size, out);
    } else {
      bits(bare, bytes.number(at, size), (int) size * 8, out);
    }
  }

  private static void wide(CType bare, KnownBytes bytes, long at, long size, StringBuilder out) {
    byte[] digits = bytes.bigEndian(at, size);
    if (bare instanceof Base base && base.encoding() == Encoding.SIGNED) {
      out.append(new BigInteger(digits));
    } else if (bare instanceof Base base && base.encoding() == Encoding.UNSIGNED) {
      out.append(new BigInteger(1, digits));
    } else {
      out.append("0x").append(new BigInteger(1, digits).toString(16));
    }
  }

  private void bits(CType bare, long bits, int bitSize, StringBuilder out) {
    long unsigned = bitSize >= 64 ? bits : bits & (1L << bitSize) - 1;
    long signed = bitSize >= 64 ? bits : bits << (64 - bitSize) >> (64 - bitSize);
    if (bare instanceof Pointer pointer) {
      pointer(pointer, unsigned, out);
    } else if (bare instanceof Enumeration enumeration) {
      enumeration(enumeration, unsigned, signed, bitSize, out);
    } else if (bare instanceof Base base) {
      base(base, unsigned, signed, bitSize, out);
    } else {
      out.append("0x").append(Long.toHexString(unsigned));
    }
  }

  private void pointer(Pointer pointer, long address, StringBuilder out) {
    String name = address == 0 ? null : namer.name(address, pointer.target()).orElse(null);
    out.append(name == null ? "0x" + Long.toHexString(address) : name);
  }

  private static void base(Base base, long unsigned, long signed, int bitSize, StringBuilder out) {
    switch (base.encoding()) {
      case BOOLEAN ->
          out.append(unsigned == 0 ? "false" : unsigned == 1 ? "true" : Long.toString(unsigned));
      case FLOAT -> real(unsigned, bitSize, out);
      case SIGNED -> out.append(signed);
      case UNSIGNED -> out.append(Long.toUnsignedString(unsigned));
      case SIGNED_CHAR, UNSIGNED_CHAR -> {
        if (isCharacter(base)) {
          out.append('\'');
          character((int) unsigned, '\'', out);
          out.append('\'');
        } else if (base.encoding() == Encoding.SIGNED_CHAR) {
          out.append(signed);
        } else {
          out.append(unsigned);
        }
      }
    }
  }

  /** {@code u8} and {@code s8} hold numbers; text is {@code char}. */
  private static boolean isCharacter(Base base) {
    return base.name().equals("char") && base.size() == 1;
  }

  private static void real(long bits, int bitSize, StringBuilder out) {
    if (bitSize == 32) {
      out.append(Float.intBitsToFloat((int) bits));
    } else {
      out.append(Double.longBitsToDouble(bits));
    }
  }

  private static void character(int value, char quote, StringBuilder out) {
    switch (value) {
      case 0 -> out.append("\\0");
      case '\n' -> out.append("\\n");
      case '\t' -> out.append("\\t");
      case '\r' -> out.append("\\r");
      case '\\' -> out.append("\\\\");
      default -> {
        if (value == quote) {
          out.append('\\').append(quote);
        } else if (value >= 0x20 && value < 0x7f) {
          out.append((char) value);
        } else {
          out.append("\\%03o".formatted(value));
        }
      }
    }
  }

  private static void enumeration(
      Enumeration type, long unsigned, long signed, int bitSize, StringBuilder out) {
    long mask = bitSize >= 64 ? -1 : (1L << bitSize) - 1;
    for (Enumerator constant : type.enumerators()) {
      if ((constant.value() & mask) == unsigned) {
        out.append(constant.name());
        return;
      }
    }
    int start = out.length();
    long rest = unsigned;
    for (Enumerator constant : type.enumerators()) {
      if (Long.bitCount(constant.value()) == 1 && (rest & constant.value()) != 0) {
        out.append(out.length() > start ? " | " : "").append(constant.name());
        rest &= ~constant.value();
      }
    }
    if (rest != 0) {
      out.setLength(start);
      out.append(type.signed() ? Long.toString(signed) : Long.toUnsignedString(unsigned));
    }
  }

  private void composite(
      Composite composite, KnownBytes bytes, long at, int depth, StringBuilder out) {
    if (composite.members().isEmpty()) {
      out.append("{ }");
      return;
    }
    if (depth >= limits.depth() || isFull(out)) {
      out.append("{ … }");
      return;
    }
    String separator = limits.lines() ? "\n" + "    ".repeat(depth + 1) : " ";
    String before = "{";
    for (Member member : composite.members()) {
      out.append(before).append(separator);
      before = ",";
      if (isFull(out)) {
        out.append('…');
        break;
      }
      if (member.name() != null) {
        out.append('.').append(member.name()).append(" = ");
      }
      member(member, bytes, at, depth, out);
    }
    out.append(limits.lines() ? "\n" + "    ".repeat(depth) : " ").append('}');
  }

  private void member(Member member, KnownBytes bytes, long at, int depth, StringBuilder out) {
    if (member.bitSize() == 0) {
      value(layout.strip(member.type()), bytes, at + member.bitOffset() / 8, depth + 1, out);
      return;
    }
    long first = at + member.bitOffset() / 8;
    int shift = (int) (member.bitOffset() % 8);
    long length = (shift + member.bitSize() + 7L) / 8;
    if (!bytes.isKnown(first, length)) {
      out.append('?');
      return;
    }
    BigInteger field = new BigInteger(1, bytes.bigEndian(first, length)).shiftRight(shift);
    bits(layout.strip(member.type()), field.longValue(), member.bitSize(), out);
  }

  private void array(Array array, KnownBytes bytes, long at, int depth, StringBuilder out) {
    long stride = layout.stride(array);
    if (array.count() < 0 || stride == 0) {
      out.append("{ }");
    } else if (layout.strip(array.element()) instanceof Base base
        && isCharacter(base)
        && isText(bytes, at, array.count())) {
      text(bytes, at, array.count(), out);
    } else if (depth >= limits.depth() || isFull(out)) {
      out.append("{ … }");
    } else {
      elements(array, stride, bytes, at, depth, out);
    }
  }

  /** Whether all characters up to the end of the text are known. */
  private static boolean isText(KnownBytes bytes, long at, long count) {
    for (long i = 0; i < count; i++) {
      if (!bytes.isKnown(at + i, 1)) {
        return false;
      }
      if (bytes.u8(at + i) == 0) {
        return true;
      }
    }
    return true;
  }

  private void text(KnownBytes bytes, long at, long count, StringBuilder out) {
    out.append('"');
    for (long i = 0; i < count && bytes.u8(at + i) != 0; i++) {
      if (isFull(out)) {
        out.append('…');
        break;
      }
      character(bytes.u8(at + i), '"', out);
    }
    out.append('"');
  }

  private void elements(
      Array array, long stride, KnownBytes bytes, long at, int depth, StringBuilder out) {
    String before = "{ ";
    int written = 0;
    for (long i = 0; i < array.count(); ) {
      out.append(before);
      before = ", ";
      if (written++ >= limits.elements() || isFull(out)) {
        out.append('…');
        break;
      }
      long run = run(array.count(), stride, bytes, at, i);
      if (run >= SHORTEST_RUN) {
        out.append("[%d ... %d] = ".formatted(i, i + run - 1));
      } else {
        run = 1;
      }
      value(layout.strip(array.element()), bytes, at + i * stride, depth + 1, out);
      i += run;
    }
    out.append(" }");
  }

  /** How many elements from one on are equal to it; unknown ones are equal to each other. */
  private static long run(long count, long stride, KnownBytes bytes, long at, long first) {
    long start = at + first * stride;
    boolean known = bytes.isKnown(start, stride);
    boolean unknown = bytes.isUnknown(start, stride);
    long run = 1;
    while (first + run < count) {
      long next = start + run * stride;
      boolean equal =
          known
              ? bytes.isKnown(next, stride) && bytes.same(start, next, stride)
              : unknown && bytes.isUnknown(next, stride);
      if (!equal) {
        break;
      }
      run++;
    }
    return run;
  }

  private boolean isFull(StringBuilder out) {
    return out.length() >= limits.characters();
  }

  /** The limits that apply. */
  public Limits limits() {
    return limits;
  }

  /** A formatter of the same types with other limits. */
  public CValueFormatter with(Limits other) {
    return new CValueFormatter(layout, namer, other);
  }
}
