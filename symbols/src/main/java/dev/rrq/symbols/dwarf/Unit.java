package dev.rrq.symbols.dwarf;

/** A unit of {@code .debug_info} (DWARF 5, section 7.5.1), and what its first entry says of it. */
final class Unit {

  private final UnitHeader header;
  private final AbbreviationTable abbreviations;
  private long stringOffsetsBase;
  private long addressBase;
  private long rangeListsBase;
  private long lowPc;

  Unit(UnitHeader header, AbbreviationTable abbreviations) {
    this.header = header;
    this.abbreviations = abbreviations;
    // what applies where the attributes are missing: just behind the table's own header
    this.stringOffsetsBase = header.offsetSize() == 4 ? 8 : 16;
    this.addressBase = stringOffsetsBase;
    this.rangeListsBase = header.offsetSize() == 4 ? 12 : 20;
  }

  /** Takes the bases from the unit's first entry. */
  void takeBases(Die first) {
    stringOffsetsBase = first.number(Slot.STR_OFFSETS_BASE, stringOffsetsBase);
    addressBase = first.number(Slot.ADDR_BASE, addressBase);
    rangeListsBase = first.number(Slot.RNGLISTS_BASE, rangeListsBase);
    lowPc = first.has(Slot.LOW_PC) ? first.address(Slot.LOW_PC) : 0;
  }

  UnitHeader header() {
    return header;
  }

  AbbreviationTable abbreviations() {
    return abbreviations;
  }

  int version() {
    return header.version();
  }

  int offsetSize() {
    return header.offsetSize();
  }

  long stringOffsetsBase() {
    return stringOffsetsBase;
  }

  long addressBase() {
    return addressBase;
  }

  long rangeListsBase() {
    return rangeListsBase;
  }

  /** The base of ranges that give none themselves. */
  long lowPc() {
    return lowPc;
  }
}
