package dev.rrq.symbols.dwarf;

import dev.rrq.symbols.elf.ByteCursor;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/**
 * Reads the addresses that an entry covers: a pair of attributes, a list in {@code .debug_ranges}
 * (DWARF 4, section 2.17.3) or one in {@code .debug_rnglists} (DWARF 5, section 2.17.3).
 */
final class Ranges {

  private static final int END_OF_LIST = 0;
  private static final int BASE_ADDRESS_X = 1;
  private static final int START_X_END_X = 2;
  private static final int START_X_LENGTH = 3;
  private static final int OFFSET_PAIR = 4;
  private static final int BASE_ADDRESS = 5;
  private static final int START_END = 6;
  private static final int START_LENGTH = 7;

  private final DwarfSections sections;

  Ranges(DwarfSections sections) {
    this.sections = sections;
  }

  /** Whether an entry may cover any addresses. */
  static boolean hasAny(Die die) {
    return die.has(Slot.LOW_PC) || die.has(Slot.RANGES);
  }

  /** Fills a list with pairs: first address, address after the last. */
  void read(Die die, LongArrayList pairs) {
    pairs.clear();
    if (die.has(Slot.RANGES)) {
      long value = die.number(Slot.RANGES, 0);
      if (die.unit().version() < 5) {
        readOld(Math.toIntExact(value), die.unit().lowPc(), pairs);
      } else {
        readList(
            die.form(Slot.RANGES) == Dwarf.FORM_RNGLISTX ? indexed(die, value) : value, die, pairs);
      }
    } else if (die.has(Slot.LOW_PC) && die.has(Slot.HIGH_PC)) {
      long low = die.address(Slot.LOW_PC);
      long high =
          die.isAddress(Slot.HIGH_PC)
              ? die.address(Slot.HIGH_PC)
              : low + die.number(Slot.HIGH_PC, 0);
      add(low, high, pairs);
    }
  }

  private long indexed(Die die, long index) {
    Unit unit = die.unit();
    long position = unit.rangeListsBase() + index * unit.offsetSize();
    ByteCursor cursor = new ByteCursor(sections.rangeLists(), Math.toIntExact(position));
    return unit.rangeListsBase() + cursor.unsigned(unit.offsetSize());
  }

  private void readOld(int offset, long unitBase, LongArrayList pairs) {
    ByteCursor cursor = new ByteCursor(sections.ranges(), offset);
    long base = unitBase;
    while (true) {
      long low = cursor.i64();
      long high = cursor.i64();
      if (low == 0 && high == 0) {
        return;
      }
      if (low == -1) {
        base = high;
      } else {
        add(base + low, base + high, pairs);
      }
    }
  }

  private void readList(long offset, Die die, LongArrayList pairs) {
    ByteCursor cursor = new ByteCursor(sections.rangeLists(), Math.toIntExact(offset));
    long base = die.unit().lowPc();
    while (true) {
      int kind = cursor.u8();
      switch (kind) {
        case END_OF_LIST -> {
          return;
        }
        case BASE_ADDRESS_X -> base = die.indexedAddress(cursor.uleb());
        case BASE_ADDRESS -> base = cursor.i64();
        case START_X_END_X -> {
          long low = die.indexedAddress(cursor.uleb());
          add(low, die.indexedAddress(cursor.uleb()), pairs);
        }
        case START_X_LENGTH -> {
          long low = die.indexedAddress(cursor.uleb());
          add(low, low + cursor.uleb(), pairs);
        }
        case OFFSET_PAIR -> {
          long low = base + cursor.uleb();
          add(low, base + cursor.uleb(), pairs);
        }
        case START_END -> {
          long low = cursor.i64();
          add(low, cursor.i64(), pairs);
        }
        case START_LENGTH -> {
          long low = cursor.i64();
          add(low, low + cursor.uleb(), pairs);
        }
        default -> throw new IndexOutOfBoundsException(cursor.position());
      }
    }
  }

  private static void add(long low, long high, LongArrayList pairs) {
    if (Long.compareUnsigned(low, high) < 0) {
      pairs.add(low);
      pairs.add(high);
    }
  }
}
