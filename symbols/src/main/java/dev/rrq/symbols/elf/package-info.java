/** ELF-64 files for x86-64: sections, segments, symbols, notes. */
@org.jspecify.annotations.NullMarked
package dev.rrq.symbols.elf;
