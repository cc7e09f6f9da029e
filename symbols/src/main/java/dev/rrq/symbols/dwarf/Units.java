package dev.rrq.symbols.dwarf;

import dev.rrq.symbols.elf.ByteCursor;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All units of a file. A few of them are kept decoded: references mostly stay in one unit. */
final class Units {

  private static final int KEPT = 16;

  private final DwarfSections sections;
  private final List<UnitHeader> headers;
  private final Long2IntOpenHashMap typeUnits = new Long2IntOpenHashMap();
  private final Map<Integer, Unit> kept =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Unit> eldest) {
          return size() > KEPT;
        }
      };
  private @Nullable Unit last;

  Units(DwarfSections sections) {
    this.sections = sections;
    this.headers = UnitHeader.readAll(sections);
    typeUnits.defaultReturnValue(-1);
    for (UnitHeader header : headers) {
      if (header.kind() == Dwarf.UNIT_TYPE) {
        typeUnits.put(header.signature(), header.typeEntry());
      }
    }
  }

  List<UnitHeader> headers() {
    return headers;
  }

  /** The offset of the type that a type unit defines, or -1. */
  int typeOfSignature(long signature) {
    return typeUnits.get(signature);
  }

  /** The decoded unit of a header. */
  Unit unit(UnitHeader header) {
    Unit found = kept.get(header.start());
    if (found == null) {
      found = decode(header);
      kept.put(header.start(), found);
    }
    last = found;
    return found;
  }

  private Unit decode(UnitHeader header) {
    Unit unit =
        new Unit(
            header,
            AbbreviationTable.read(
                sections.abbrev(), header.abbreviations(), header.offsetSize(), header.version()));
    Die first = new Die(sections);
    if (first.read(new ByteCursor(sections.info(), header.firstEntry()), unit)) {
      unit.takeBases(first);
    }
    return unit;
  }

  /**
   * The unit in which an entry lies.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  Unit at(int offset) {
    Unit recent = last;
    if (recent != null && isIn(recent.header(), offset)) {
      return recent;
    }
    int low = 0;
    int high = headers.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      UnitHeader header = headers.get(middle);
      if (isIn(header, offset)) {
        if (!header.isReadable()) {
          break;
        }
        return unit(header);
      }
      if (header.start() < offset) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    throw new IndexOutOfBoundsException(offset);
  }

  private static boolean isIn(UnitHeader header, int offset) {
    return offset >= header.firstEntry() && offset < header.end();
  }
}
