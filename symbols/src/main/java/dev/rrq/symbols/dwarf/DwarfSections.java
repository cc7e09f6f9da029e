package dev.rrq.symbols.dwarf;

import dev.rrq.symbols.elf.Bytes;
import dev.rrq.symbols.elf.ElfFile;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The sections that hold debugging information; absent ones are empty.
 *
 * @param info {@code .debug_info}, and behind it {@code .debug_types} where DWARF 4 has one
 * @param infoSize size of {@code .debug_info} itself
 */
record DwarfSections(
    Bytes info,
    int infoSize,
    Bytes abbrev,
    Bytes str,
    Bytes lineStr,
    Bytes strOffsets,
    Bytes addr,
    Bytes ranges,
    Bytes rangeLists,
    Bytes line) {

  static DwarfSections of(ElfFile elf) {
    Bytes info = elf.content(".debug_info");
    Bytes types = elf.content(".debug_types");
    return new DwarfSections(
        types.size() == 0 ? info : join(info, types),
        info.size(),
        elf.content(".debug_abbrev"),
        elf.content(".debug_str"),
        elf.content(".debug_line_str"),
        elf.content(".debug_str_offsets"),
        elf.content(".debug_addr"),
        elf.content(".debug_ranges"),
        elf.content(".debug_rnglists"),
        elf.content(".debug_line"));
  }

  /** A copy of two sections, so that an offset tells which one it is in. */
  private static Bytes join(Bytes first, Bytes second) {
    byte[] joined =
        Arrays.copyOf(first.copy(0, first.size()), Math.addExact(first.size(), second.size()));
    System.arraycopy(second.copy(0, second.size()), 0, joined, first.size(), second.size());
    return new Bytes(ByteBuffer.wrap(joined));
  }
}
