package dev.rrq.symbols.dwarf;

import org.jspecify.annotations.Nullable;

/** A unit of {@code .debug_info} (DWARF 5, section 7.5.1), and what its first entry says of it. */
final class Unit {

  private final UnitHeader header;
  private final AbbreviationTable abbreviations;
  private long stringOffsetsBase;
  private long addressBase;
  private long rangeListsBase;
  private long lowPc;
  private String name = "";
  private String directory = "";
  private long lineProgram = -1;
  private boolean assembler;
  private @Nullable FileTable files;

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
    name = textOr(first, Slot.NAME);
    directory = textOr(first, Slot.COMP_DIR);
    lineProgram = first.number(Slot.STMT_LIST, -1);
    long language = first.number(Slot.LANGUAGE, 0);
    assembler = language == Dwarf.LANGUAGE_ASSEMBLER || language == Dwarf.LANGUAGE_ASSEMBLER_6;
  }

  private static String textOr(Die die, int slot) {
    String text = die.text(slot);
    return text == null ? "" : text;
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

  /** Its main source file, as it was given to the compiler. */
  String name() {
    return name;
  }

  /** Where the compiler ran. */
  String directory() {
    return directory;
  }

  /** Offset in {@code .debug_line}, or -1. */
  long lineProgram() {
    return lineProgram;
  }

  /** Whether it comes from an assembler, which knows no types. */
  boolean isAssembler() {
    return assembler;
  }

  /** The files that its entries refer to by number; read when first asked for. */
  FileTable files(DwarfSections sections) {
    if (files == null) {
      boolean none = lineProgram < 0 || sections.line().size() == 0;
      files =
          none
              ? FileTable.EMPTY
              : LineProgram.at(Math.toIntExact(lineProgram), directory, sections).files();
    }
    return files;
  }
}
