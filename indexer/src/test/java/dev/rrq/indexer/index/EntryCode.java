package dev.rrq.indexer.index;

import dev.rrq.store.SymbolRow;
import dev.rrq.store.SymbolTables;
import dev.rrq.symbols.elf.Bytes;
import dev.rrq.symbols.elf.ElfFile;
import dev.rrq.symbols.elf.ElfSection;
import dev.rrq.symbols.orc.OrcEntry;
import dev.rrq.symbols.orc.OrcEntry.Base;
import dev.rrq.symbols.orc.OrcTable;
import java.util.Optional;

/**
 * Assembly functions that are called with the hardware's interrupt frame above their return
 * address, and save the other registers between the two. They hold the return address in a register
 * meanwhile, and put it back below; no unwinder knows of it, and ORC leaves the caller out.
 */
final class EntryCode {

  private static final int CALL = 0xe8;
  private static final int CALL_BYTES = 5;

  private final ElfFile vmlinux;
  private final OrcTable orc;
  private final SymbolTables symbols;
  private final long offset;

  /**
   * For a kernel.
   *
   * @param offset from addresses as linked to those at run time
   */
  EntryCode(ElfFile vmlinux, OrcTable orc, SymbolTables symbols, long offset) {
    this.vmlinux = vmlinux;
    this.orc = orc;
    this.symbols = symbols;
    this.offset = offset;
  }

  /** Whether a pc is in such a function, and what returns there has called it. */
  boolean isCalled(long pc, long returnAddress) {
    Optional<SymbolRow> function = symbols.functionAt(pc - offset);
    return function.isPresent()
        && savesRegisters(function.get())
        && target(returnAddress - offset - CALL_BYTES) == function.get().address();
  }

  private boolean savesRegisters(SymbolRow function) {
    for (long at = function.address(); at < function.address() + function.size(); at++) {
      Optional<OrcEntry> entry = orc.at(at);
      if (entry.isPresent()
          && entry.get().kind() == OrcEntry.Kind.REGISTERS
          && entry.get().stackBase() == Base.RSP
          && entry.get().stackOffset() == Long.BYTES) {
        return true;
      }
    }
    return false;
  }

  /** Where the call at an address goes; 0 if there is none. */
  private long target(long address) {
    Optional<ElfSection> section = vmlinux.sectionAt(address);
    if (section.isEmpty()) {
      return 0;
    }
    Bytes code = vmlinux.content(section.get());
    int at = (int) (address - section.get().address());
    return code.u8(at) == CALL ? address + CALL_BYTES + code.i32(at + 1) : 0;
  }
}
