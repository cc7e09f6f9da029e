package dev.rrq.symbols.dwarf;

import dev.rrq.symbols.SymbolException;
import dev.rrq.symbols.SymbolException.Kind;
import dev.rrq.symbols.elf.ByteCursor;

/** How attribute values are stored (DWARF 5, section 7.5.6). */
final class Form {

  private static final int ADDRESS_SIZE = 8;

  private Form() {}

  /** Bytes that a value takes, or -1 where that depends on the value. */
  static int fixedSize(int form, int offsetSize, int version) {
    return switch (form) {
      case Dwarf.FORM_FLAG_PRESENT, Dwarf.FORM_IMPLICIT_CONST -> 0;
      case Dwarf.FORM_DATA1,
          Dwarf.FORM_FLAG,
          Dwarf.FORM_REF1,
          Dwarf.FORM_STRX1,
          Dwarf.FORM_ADDRX1 ->
          1;
      case Dwarf.FORM_DATA2, Dwarf.FORM_REF2, Dwarf.FORM_STRX2, Dwarf.FORM_ADDRX2 -> 2;
      case Dwarf.FORM_STRX3, Dwarf.FORM_ADDRX3 -> 3;
      case Dwarf.FORM_DATA4,
          Dwarf.FORM_REF4,
          Dwarf.FORM_STRX4,
          Dwarf.FORM_ADDRX4,
          Dwarf.FORM_REF_SUP4 ->
          4;
      case Dwarf.FORM_DATA8, Dwarf.FORM_REF8, Dwarf.FORM_REF_SIG8, Dwarf.FORM_REF_SUP8 -> 8;
      case Dwarf.FORM_ADDR -> ADDRESS_SIZE;
      case Dwarf.FORM_DATA16 -> 16;
      case Dwarf.FORM_STRP,
          Dwarf.FORM_LINE_STRP,
          Dwarf.FORM_SEC_OFFSET,
          Dwarf.FORM_STRP_SUP,
          Dwarf.FORM_GNU_REF_ALT,
          Dwarf.FORM_GNU_STRP_ALT ->
          offsetSize;
      case Dwarf.FORM_REF_ADDR -> version == 2 ? ADDRESS_SIZE : offsetSize;
      default -> -1;
    };
  }

  /** Passes over a value whose size is not fixed. */
  static void skip(ByteCursor cursor, int form, int offsetSize, int version) {
    int size = fixedSize(form, offsetSize, version);
    if (size >= 0) {
      cursor.skip(size);
      return;
    }
    switch (form) {
      case Dwarf.FORM_SDATA,
          Dwarf.FORM_UDATA,
          Dwarf.FORM_REF_UDATA,
          Dwarf.FORM_STRX,
          Dwarf.FORM_ADDRX,
          Dwarf.FORM_LOCLISTX,
          Dwarf.FORM_RNGLISTX ->
          cursor.skipLeb();
      case Dwarf.FORM_STRING -> cursor.skipString();
      case Dwarf.FORM_EXPRLOC, Dwarf.FORM_BLOCK -> cursor.skip(cursor.uleb());
      case Dwarf.FORM_BLOCK1 -> cursor.skip(cursor.u8());
      case Dwarf.FORM_BLOCK2 -> cursor.skip(cursor.u16());
      case Dwarf.FORM_BLOCK4 -> cursor.skip(cursor.u32());
      case Dwarf.FORM_INDIRECT -> skip(cursor, indirect(cursor), offsetSize, version);
      default -> throw unknown(form, cursor);
    }
  }

  /** The form that stands before a value of {@code DW_FORM_indirect}. */
  static int indirect(ByteCursor cursor) {
    int form = cursor.uleb32();
    if (form == Dwarf.FORM_INDIRECT || form == Dwarf.FORM_IMPLICIT_CONST) {
      throw new IndexOutOfBoundsException(cursor.position());
    }
    return form;
  }

  static SymbolException unknown(int form, ByteCursor cursor) {
    return new SymbolException(
        Kind.DAMAGED,
        "damaged DWARF at .debug_info offset 0x%x: unknown attribute form 0x%x"
            .formatted(cursor.position(), form));
  }
}
