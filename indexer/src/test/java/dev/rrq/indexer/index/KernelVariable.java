package dev.rrq.indexer.index;

import dev.rrq.store.Meta;
import dev.rrq.store.SymbolRow;
import dev.rrq.store.TraceStore;
import dev.rrq.store.TypeRow;
import java.util.Optional;

/** A variable of the traced kernel's image, or a part of it. */
record KernelVariable(String name, long address, long paddr, int size) {

  private static final long KERNEL_MAP = 0xffff_ffff_8000_0000L;

  /** A whole variable; empty where this kernel has none of the name. */
  static Optional<KernelVariable> find(TraceStore store, String name) {
    return store.symbols().named(name).stream()
        .findFirst()
        .map(symbol -> at(store, name, symbol, 0, (int) symbol.size()));
  }

  /** A member of a variable that is a structure. */
  static KernelVariable member(TraceStore store, String variable, String tag, String member) {
    SymbolRow symbol = store.symbols().named(variable).get(0);
    TypeRow type = store.symbols().type(store.symbols().typesNamed("struct", tag).get(0));
    TypeRow.Member found =
        type.members().stream().filter(m -> member.equals(m.name())).findFirst().orElseThrow();
    TypeRow array = store.symbols().type(found.type());
    TypeRow element = store.symbols().type(array.target());
    int size = (int) (array.count() * element.size());
    return at(store, variable + "." + member, symbol, found.bitOffset() / 8, size);
  }

  private static KernelVariable at(
      TraceStore store, String name, SymbolRow symbol, long offset, int size) {
    long address = symbol.address() + offset + store.metaNumber(Meta.KASLR_OFFSET).orElseThrow();
    long paddr = address - KERNEL_MAP + store.metaNumber(Meta.PHYS_BASE).orElseThrow();
    return new KernelVariable(name, address, paddr, size);
  }
}
