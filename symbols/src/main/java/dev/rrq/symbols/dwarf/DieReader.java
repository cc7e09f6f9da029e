package dev.rrq.symbols.dwarf;

import dev.rrq.symbols.elf.ByteCursor;
import java.util.function.Consumer;

/** Reads entries at any offset, one at a time: each call overwrites the entry before. */
final class DieReader {

  private final Units units;
  private final ByteCursor cursor;
  private final Die die;

  DieReader(DwarfSections sections, Units units) {
    this.units = units;
    this.cursor = new ByteCursor(sections.info(), 0);
    this.die = new Die(sections);
  }

  /**
   * The entry at an offset, valid until the next call.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  Die at(int offset) {
    Unit unit = units.at(offset);
    cursor.position(offset);
    if (!die.read(cursor, unit)) {
      throw new IndexOutOfBoundsException(offset);
    }
    return die;
  }

  /** Calls a consumer with each direct child of the entry that was read last. */
  void children(Consumer<Die> each) {
    if (!die.hasChildren()) {
      return;
    }
    Unit unit = die.unit();
    cursor.position(die.children());
    while (die.read(cursor, unit)) {
      int next = cursor.position();
      boolean nested = die.hasChildren();
      int sibling = die.reference(Slot.SIBLING);
      each.accept(die);
      cursor.position(next);
      if (nested) {
        skipChildren(cursor, unit, sibling);
      }
    }
  }

  /**
   * Passes over the children of an entry.
   *
   * @param sibling the offset after them where the entry says it, else -1
   */
  static void skipChildren(ByteCursor cursor, Unit unit, int sibling) {
    if (sibling >= 0) {
      if (sibling < cursor.position() || sibling > unit.header().end()) {
        throw new IndexOutOfBoundsException(sibling);
      }
      cursor.position(sibling);
      return;
    }
    int depth = 1;
    while (depth > 0) {
      int code = cursor.uleb32();
      if (code == 0) {
        depth--;
      } else {
        Abbreviation shape = unit.abbreviations().get(code);
        skipAttributes(cursor, shape, unit);
        depth += shape.hasChildren() ? 1 : 0;
      }
    }
  }

  /** Passes over the attributes of an entry whose code has been read. */
  static void skipAttributes(ByteCursor cursor, Abbreviation shape, Unit unit) {
    if (shape.fixedSize() >= 0) {
      cursor.skip(shape.fixedSize());
      return;
    }
    for (int form : shape.forms()) {
      Form.skip(cursor, form, unit.offsetSize(), unit.version());
    }
  }
}
