package dev.rrq.symbols;

import dev.rrq.symbols.SymbolException.Kind;
import dev.rrq.symbols.btf.BtfReader;
import dev.rrq.symbols.dwarf.DebugInformation;
import dev.rrq.symbols.dwarf.DwarfImport;
import dev.rrq.symbols.elf.AddressMap;
import dev.rrq.symbols.elf.Bytes;
import dev.rrq.symbols.elf.ElfFile;
import dev.rrq.symbols.elf.LinkedSymbols;
import dev.rrq.symbols.model.SymbolSink;
import dev.rrq.symbols.types.TypePool;

/**
 * Reads all that an ELF file says about a program, in one pass, into a {@link SymbolSink}: types
 * from BTF where there is one, else from DWARF; variables, functions, lines and inlined calls from
 * DWARF; and from the linker's symbols what DWARF does not know.
 *
 * <pre>{@code
 * try (ElfFile elf = ElfFile.open(path)) {
 *   SymbolImport.run(elf, sink, ImportMonitor.NONE);
 * }
 * }</pre>
 *
 * <p>Where several symbols have one address, the one to name the place by is passed on first; other
 * names of a function are {@link dev.rrq.symbols.model.Symbol.Kind#LABEL}s. Lines are passed on in
 * order of address.
 */
public final class SymbolImport {

  private SymbolImport() {}

  /**
   * Imports a file.
   *
   * @throws SymbolException if the file is damaged or has no symbols at all
   * @throws java.util.concurrent.CancellationException if the monitor says so
   */
  public static ImportSummary run(ElfFile elf, SymbolSink sink, ImportMonitor monitor) {
    if (elf.type() == ElfFile.Type.RELOCATABLE) {
      throw new SymbolException(
          Kind.UNSUPPORTED, elf.path() + " is not linked: rrq reads symbols of linked programs");
    }
    return read(elf, sink, monitor);
  }

  /**
   * Imports a kernel module's file, which is not linked: addresses are those that {@link
   * ElfFile#sectionBase} gives.
   *
   * @throws SymbolException if the file is damaged or has no symbols at all
   */
  public static ImportSummary runModule(ElfFile elf, SymbolSink sink) {
    return read(elf, sink, ImportMonitor.NONE);
  }

  private static ImportSummary read(ElfFile elf, SymbolSink sink, ImportMonitor monitor) {
    CountingSink counted = new CountingSink(sink);
    TypePool types = new TypePool();
    AddressMap map = new AddressMap(elf.sections());
    LinkedSymbols symbols = new LinkedSymbols(elf.symbols(), map);
    // That of a module refers to the kernel's.
    Bytes btf = elf.type() == ElfFile.Type.RELOCATABLE ? Bytes.EMPTY : elf.content(".BTF");
    if (btf.size() > 0) {
      BtfReader.read(btf, types);
    }
    boolean hasDwarf = elf.content(".debug_info").size() > 0;
    if (symbols.size() == 0 && btf.size() == 0 && !hasDwarf) {
      throw new SymbolException(
          Kind.NO_SYMBOLS,
          elf.path() + " has no symbols and no debug information",
          "for a Debian kernel, install the package linux-image-...-dbg and give its vmlinux",
          null);
    }
    if (!hasDwarf) {
      new LinkedSymbolImport(symbols, map, DebugInformation.NONE, types, counted).run();
      types.passOn(counted::type);
      return counted.summary(0);
    }
    DwarfImport dwarf = DwarfImport.run(elf, map, symbols, types, counted, monitor);
    new LinkedSymbolImport(symbols, map, dwarf, types, counted).run();
    types.passOn(counted::type);
    dwarf.passOnLines();
    return counted.summary(dwarf.unreadUnits());
  }
}
