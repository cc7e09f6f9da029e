package dev.rrq.symbols.dwarf;

import dev.rrq.symbols.elf.ByteCursor;
import dev.rrq.symbols.elf.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * One debugging information entry, decoded: a holder that is filled again for the next entry, so
 * that reading millions of them allocates nothing.
 */
final class Die {

  private static final int STR = 1;
  private static final int LINE_STR = 2;
  private static final int INFO = 3;

  private final DwarfSections sections;
  private final long[] values = new long[Slot.COUNT_OF_SLOTS];
  private final int[] forms = new int[Slot.COUNT_OF_SLOTS];
  private long present;
  private @Nullable Unit unit;
  private int offset;
  private @Nullable Abbreviation abbreviation;
  private int children;

  Die(DwarfSections sections) {
    this.sections = sections;
  }

  /**
   * Reads the entry at the cursor, which is left behind its attributes.
   *
   * @return false at the null entry that ends a list of children
   */
  boolean read(ByteCursor cursor, Unit in) {
    offset = cursor.position();
    int code = cursor.uleb32();
    if (code == 0) {
      return false;
    }
    readAttributes(cursor, in, in.abbreviations().get(code), offset);
    return true;
  }

  /** Reads the attributes of an entry whose code has been read. */
  void readAttributes(ByteCursor cursor, Unit in, Abbreviation shape, int at) {
    unit = in;
    offset = at;
    abbreviation = shape;
    present = 0;
    int[] slots = shape.slots();
    int[] shapeForms = shape.forms();
    for (int i = 0; i < slots.length; i++) {
      int slot = slots[i];
      if (slot == Slot.IGNORED) {
        Form.skip(cursor, shapeForms[i], in.offsetSize(), in.version());
      } else {
        int form = shapeForms[i];
        if (form == Dwarf.FORM_INDIRECT) {
          form = Form.indirect(cursor);
        }
        values[slot] =
            form == Dwarf.FORM_IMPLICIT_CONST ? shape.implicit()[i] : value(cursor, form, in);
        forms[slot] = form;
        present |= 1L << slot;
      }
    }
    children = cursor.position();
  }

  private static long value(ByteCursor cursor, int form, Unit unit) {
    return switch (form) {
      case Dwarf.FORM_FLAG_PRESENT -> 1;
      case Dwarf.FORM_DATA1, Dwarf.FORM_FLAG, Dwarf.FORM_STRX1, Dwarf.FORM_ADDRX1 -> cursor.u8();
      case Dwarf.FORM_DATA2, Dwarf.FORM_STRX2, Dwarf.FORM_ADDRX2 -> cursor.u16();
      case Dwarf.FORM_STRX3, Dwarf.FORM_ADDRX3 -> cursor.u24();
      case Dwarf.FORM_DATA4, Dwarf.FORM_STRX4, Dwarf.FORM_ADDRX4 -> cursor.u32();
      case Dwarf.FORM_DATA8, Dwarf.FORM_ADDR, Dwarf.FORM_REF_SIG8 -> cursor.i64();
      case Dwarf.FORM_UDATA, Dwarf.FORM_STRX, Dwarf.FORM_ADDRX, Dwarf.FORM_RNGLISTX ->
          cursor.uleb();
      case Dwarf.FORM_SDATA -> cursor.sleb();
      case Dwarf.FORM_REF1 -> unit.header().start() + cursor.u8();
      case Dwarf.FORM_REF2 -> unit.header().start() + cursor.u16();
      case Dwarf.FORM_REF4 -> unit.header().start() + cursor.u32();
      case Dwarf.FORM_REF8 -> unit.header().start() + cursor.i64();
      case Dwarf.FORM_REF_UDATA -> unit.header().start() + cursor.uleb();
      case Dwarf.FORM_REF_ADDR -> cursor.unsigned(unit.version() == 2 ? 8 : unit.offsetSize());
      case Dwarf.FORM_STRP, Dwarf.FORM_LINE_STRP, Dwarf.FORM_SEC_OFFSET ->
          cursor.unsigned(unit.offsetSize());
      case Dwarf.FORM_STRING -> {
        int position = cursor.position();
        cursor.skipString();
        yield position;
      }
      case Dwarf.FORM_EXPRLOC, Dwarf.FORM_BLOCK -> block(cursor, cursor.uleb());
      case Dwarf.FORM_BLOCK1 -> block(cursor, cursor.u8());
      case Dwarf.FORM_BLOCK2 -> block(cursor, cursor.u16());
      case Dwarf.FORM_BLOCK4 -> block(cursor, cursor.u32());
      default -> {
        Form.skip(cursor, form, unit.offsetSize(), unit.version());
        yield 0;
      }
    };
  }

  /** A block as its position and, in the upper half, its length. */
  private static long block(ByteCursor cursor, long length) {
    int position = cursor.position();
    cursor.skip(length);
    return length << 32 | position;
  }

  /** Where the entry begins in {@code .debug_info}. */
  int offset() {
    return offset;
  }

  /** Where the entry's children begin, if it has any. */
  int children() {
    return children;
  }

  int tag() {
    return shape().tag();
  }

  boolean hasChildren() {
    return shape().hasChildren();
  }

  private Abbreviation shape() {
    if (abbreviation == null) {
      throw new IllegalStateException("no entry was read");
    }
    return abbreviation;
  }

  Unit unit() {
    if (unit == null) {
      throw new IllegalStateException("no entry was read");
    }
    return unit;
  }

  boolean has(int slot) {
    return (present >>> slot & 1) != 0;
  }

  int form(int slot) {
    return forms[slot];
  }

  /** A flag; false where it is absent. */
  boolean flag(int slot) {
    return has(slot) && values[slot] != 0;
  }

  /** A constant or offset. */
  long number(int slot, long absent) {
    return has(slot) ? values[slot] : absent;
  }

  /** The offset in {@code .debug_info} of the entry referred to, or -1. */
  int reference(int slot) {
    if (!has(slot)) {
      return -1;
    }
    switch (forms[slot]) {
      case Dwarf.FORM_REF_SUP4,
          Dwarf.FORM_REF_SUP8,
          Dwarf.FORM_GNU_REF_ALT,
          Dwarf.FORM_REF_SIG8 -> {
        return -1;
      }
      default -> {
        long value = values[slot];
        if (value < 0 || value >= sections.info().size()) {
          throw new IndexOutOfBoundsException(offset);
        }
        return (int) value;
      }
    }
  }

  /** The type unit's signature that is referred to; only for {@code DW_FORM_ref_sig8}. */
  long signature(int slot) {
    return values[slot];
  }

  /** Whether a value is a block of bytes. */
  boolean isBlock(int slot) {
    return switch (forms[slot]) {
      case Dwarf.FORM_EXPRLOC,
          Dwarf.FORM_BLOCK,
          Dwarf.FORM_BLOCK1,
          Dwarf.FORM_BLOCK2,
          Dwarf.FORM_BLOCK4 ->
          has(slot);
      default -> false;
    };
  }

  int blockStart(int slot) {
    return (int) values[slot];
  }

  int blockLength(int slot) {
    return (int) (values[slot] >>> 32);
  }

  /** Whether a value is an address, directly or by index. */
  boolean isAddress(int slot) {
    return switch (forms[slot]) {
      case Dwarf.FORM_ADDR,
          Dwarf.FORM_ADDRX,
          Dwarf.FORM_ADDRX1,
          Dwarf.FORM_ADDRX2,
          Dwarf.FORM_ADDRX3,
          Dwarf.FORM_ADDRX4 ->
          has(slot);
      default -> false;
    };
  }

  /** An address as linked. */
  long address(int slot) {
    return forms[slot] == Dwarf.FORM_ADDR ? values[slot] : indexedAddress(values[slot]);
  }

  /** An address from {@code .debug_addr}. */
  long indexedAddress(long index) {
    return sections.addr().i64(Math.toIntExact(unit().addressBase() + index * 8));
  }

  /** Text, or null where it is absent or lies in another file. */
  @Nullable String text(int slot) {
    long key = textKey(slot);
    int position = (int) key;
    return switch ((int) (key >>> 32)) {
      case STR -> sections.str().cString(position);
      case LINE_STR -> sections.lineStr().cString(position);
      case INFO -> sections.info().cString(position);
      default -> null;
    };
  }

  /** A number that stands for a text's place; 0 where there is none. */
  long textKey(int slot) {
    if (!has(slot)) {
      return 0;
    }
    long value = values[slot];
    return switch (forms[slot]) {
      case Dwarf.FORM_STRP -> (long) STR << 32 | value;
      case Dwarf.FORM_LINE_STRP -> (long) LINE_STR << 32 | value;
      case Dwarf.FORM_STRING -> (long) INFO << 32 | value;
      case Dwarf.FORM_STRX,
          Dwarf.FORM_STRX1,
          Dwarf.FORM_STRX2,
          Dwarf.FORM_STRX3,
          Dwarf.FORM_STRX4 ->
          (long) STR << 32 | indexedText(value);
      default -> 0;
    };
  }

  private long indexedText(long index) {
    int size = unit().offsetSize();
    int position = Math.toIntExact(unit().stringOffsetsBase() + index * size);
    Bytes offsets = sections.strOffsets();
    return size == 4 ? offsets.u32(position) : offsets.i64(position);
  }
}
