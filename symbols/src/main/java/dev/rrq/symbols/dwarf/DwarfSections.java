package dev.rrq.symbols.dwarf;

import dev.rrq.symbols.elf.Bytes;
import dev.rrq.symbols.elf.ElfFile;

/** The sections that hold debugging information; absent ones are empty. */
record DwarfSections(
    Bytes info,
    Bytes abbrev,
    Bytes str,
    Bytes lineStr,
    Bytes strOffsets,
    Bytes addr,
    Bytes ranges,
    Bytes rangeLists,
    Bytes line) {

  static DwarfSections of(ElfFile elf) {
    return new DwarfSections(
        elf.content(".debug_info"),
        elf.content(".debug_abbrev"),
        elf.content(".debug_str"),
        elf.content(".debug_line_str"),
        elf.content(".debug_str_offsets"),
        elf.content(".debug_addr"),
        elf.content(".debug_ranges"),
        elf.content(".debug_rnglists"),
        elf.content(".debug_line"));
  }
}
