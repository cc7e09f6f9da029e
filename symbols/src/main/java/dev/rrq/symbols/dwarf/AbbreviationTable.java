package dev.rrq.symbols.dwarf;

import dev.rrq.symbols.elf.ByteCursor;
import dev.rrq.symbols.elf.Bytes;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The abbreviations of a unit by their codes, which are dense in practice. */
final class AbbreviationTable {

  private static final int LARGEST_CODE = 1 << 20;

  private @Nullable Abbreviation[] byCode = new Abbreviation[256];

  private AbbreviationTable() {}

  static AbbreviationTable read(Bytes section, int offset, int offsetSize, int version) {
    AbbreviationTable table = new AbbreviationTable();
    ByteCursor cursor = new ByteCursor(section, offset);
    for (int code = cursor.uleb32(); code != 0; code = cursor.uleb32()) {
      table.put(code, readOne(cursor, offsetSize, version));
    }
    return table;
  }

  private void put(int code, Abbreviation abbreviation) {
    if (code > LARGEST_CODE) {
      throw new IndexOutOfBoundsException(code);
    }
    if (code >= byCode.length) {
      byCode = Arrays.copyOf(byCode, Math.max(code + 1, byCode.length * 2));
    }
    byCode[code] = abbreviation;
  }

  private static Abbreviation readOne(ByteCursor cursor, int offsetSize, int version) {
    int tag = cursor.uleb32();
    boolean hasChildren = cursor.u8() != 0;
    IntArrayList slots = new IntArrayList();
    IntArrayList forms = new IntArrayList();
    LongArrayList implicit = new LongArrayList();
    int fixedSize = 0;
    while (true) {
      int attribute = cursor.uleb32();
      int form = cursor.uleb32();
      if (attribute == 0 && form == 0) {
        break;
      }
      slots.add(Slot.of(attribute));
      forms.add(form);
      implicit.add(form == Dwarf.FORM_IMPLICIT_CONST ? cursor.sleb() : 0);
      int size = Form.fixedSize(form, offsetSize, version);
      fixedSize = size < 0 || fixedSize < 0 ? -1 : fixedSize + size;
    }
    return new Abbreviation(
        tag,
        hasChildren,
        slots.toIntArray(),
        forms.toIntArray(),
        implicit.toLongArray(),
        fixedSize);
  }

  /**
   * The abbreviation of a code.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  Abbreviation get(int code) {
    Abbreviation abbreviation = code < byCode.length ? byCode[code] : null;
    if (abbreviation == null) {
      throw new IndexOutOfBoundsException(code);
    }
    return abbreviation;
  }
}
