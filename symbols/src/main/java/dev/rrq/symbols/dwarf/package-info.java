/** DWARF debugging information, versions 2 to 5 (dwarfstd.org). */
@org.jspecify.annotations.NullMarked
package dev.rrq.symbols.dwarf;
