package dev.rrq.symbols.dwarf;

import dev.rrq.symbols.elf.ByteCursor;
import dev.rrq.symbols.elf.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a unit lies in {@code .debug_info} and how it is encoded.
 *
 * @param start of the unit's header; offsets within the unit count from here
 * @param end offset after the unit
 * @param firstEntry offset of its first entry
 * @param offsetSize 4 or 8: the DWARF format
 * @param kind a {@code DW_UT_} value; 1 before DWARF 5
 * @param signature of a type unit, else 0
 * @param typeEntry offset of a type unit's type, else 0
 */
record UnitHeader(
    int start,
    int end,
    int firstEntry,
    int version,
    int offsetSize,
    int addressSize,
    int kind,
    int abbreviations,
    long signature,
    int typeEntry) {

  private static final long EXTENDED_LENGTH = 0xffff_ffffL;

  /** Whether rrq can read the unit's entries. */
  boolean isReadable() {
    return version >= 2
        && version <= 5
        && addressSize == 8
        && kind != Dwarf.UNIT_SKELETON
        && kind != Dwarf.UNIT_SPLIT_COMPILE
        && kind != Dwarf.UNIT_SPLIT_TYPE;
  }

  static List<UnitHeader> readAll(DwarfSections sections) {
    Bytes info = sections.info();
    List<UnitHeader> headers = new ArrayList<>();
    int at = 0;
    while (at < info.size()) {
      UnitHeader header = read(info, at, at >= sections.infoSize());
      headers.add(header);
      at = header.end();
    }
    return headers;
  }

  private static UnitHeader read(Bytes info, int start, boolean typesSection) {
    ByteCursor cursor = new ByteCursor(info, start);
    long length = cursor.u32();
    int offsetSize = 4;
    if (length == EXTENDED_LENGTH) {
      length = cursor.i64();
      offsetSize = 8;
    }
    long end = cursor.position() + length;
    if (length < 0 || end > info.size()) {
      throw new IndexOutOfBoundsException(start);
    }
    int version = cursor.u16();
    int kind = 1;
    int addressSize = 0;
    long abbreviations = 0;
    long signature = 0;
    long typeEntry = 0;
    if (version == 5) {
      kind = cursor.u8();
      addressSize = cursor.u8();
      abbreviations = cursor.unsigned(offsetSize);
      if (kind == Dwarf.UNIT_TYPE || kind == Dwarf.UNIT_SPLIT_TYPE) {
        signature = cursor.i64();
        typeEntry = start + cursor.unsigned(offsetSize);
      } else if (kind == Dwarf.UNIT_SKELETON || kind == Dwarf.UNIT_SPLIT_COMPILE) {
        signature = cursor.i64();
      }
    } else if (version >= 2 && version < 5) {
      abbreviations = cursor.unsigned(offsetSize);
      addressSize = cursor.u8();
      if (typesSection) {
        kind = Dwarf.UNIT_TYPE;
        signature = cursor.i64();
        typeEntry = start + cursor.unsigned(offsetSize);
      }
    }
    return new UnitHeader(
        start,
        (int) end,
        cursor.position(),
        version,
        offsetSize,
        addressSize,
        kind,
        Math.toIntExact(Math.min(abbreviations, Integer.MAX_VALUE)),
        signature,
        (int) typeEntry);
  }
}
