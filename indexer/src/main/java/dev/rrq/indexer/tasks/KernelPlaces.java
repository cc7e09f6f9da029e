package dev.rrq.indexer.tasks;

import dev.rrq.store.Meta;
import dev.rrq.store.SymbolRow;
import dev.rrq.store.SymbolTables;
import dev.rrq.store.TraceStore;
import dev.rrq.store.TypeRow;
import java.util.Optional;
import java.util.OptionalLong;

/** Where the kernel's variables and the members of its structures lie. */
final class KernelPlaces {

  /** Linux, {@code arch/x86/include/asm/page_64_types.h}: {@code __START_KERNEL_map}. */
  private static final long KERNEL_MAP = 0xffff_ffff_8000_0000L;

  private final SymbolTables symbols;
  private final long kaslrOffset;
  private final long physBase;
  private final long pageOffset;
  private final OptionalLong percpuBase;
  private final long memorySize;

  private KernelPlaces(
      SymbolTables symbols,
      long kaslrOffset,
      long physBase,
      long pageOffset,
      OptionalLong percpuBase,
      long memorySize) {
    this.symbols = symbols;
    this.kaslrOffset = kaslrOffset;
    this.physBase = physBase;
    this.pageOffset = pageOffset;
    this.percpuBase = percpuBase;
    this.memorySize = memorySize;
  }

  /** The places of a trace; empty if the trace does not tell where its kernel lies. */
  static Optional<KernelPlaces> of(TraceStore store) {
    OptionalLong physBase = store.metaNumber(Meta.PHYS_BASE);
    OptionalLong pageOffset = store.metaNumber(Meta.PAGE_OFFSET);
    if (physBase.isEmpty() || pageOffset.isEmpty() || store.memorySize().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new KernelPlaces(
            store.symbols(),
            store.metaNumber(Meta.KASLR_OFFSET).orElse(0),
            physBase.getAsLong(),
            pageOffset.getAsLong(),
            store.metaNumber(Meta.PERCPU_BASE),
            store.memorySize().getAsLong()));
  }

  /** The physical address of a kernel address of the image or the direct map. */
  OptionalLong physical(long address) {
    long paddr =
        Long.compareUnsigned(address, KERNEL_MAP) >= 0
            ? address - KERNEL_MAP + physBase
            : address - pageOffset;
    return paddr >= 0 && paddr < memorySize ? OptionalLong.of(paddr) : OptionalLong.empty();
  }

  /** The address of a variable of the kernel's image. */
  OptionalLong variable(String name) {
    return symbol(name)
        .map(symbol -> OptionalLong.of(symbol.address() + kaslrOffset))
        .orElse(OptionalLong.empty());
  }

  /** The address of a variable of CPU 0. */
  OptionalLong perCpuVariable(String name) {
    return symbol(name)
        .filter(symbol -> percpuBase.isPresent())
        .map(symbol -> OptionalLong.of(symbol.address() + percpuBase.getAsLong()))
        .orElse(OptionalLong.empty());
  }

  private Optional<SymbolRow> symbol(String name) {
    return symbols.named(name).stream().findFirst();
  }

  /** How far into a structure a member is, in bytes; anonymous structures are looked into. */
  OptionalLong offset(String structure, String member) {
    return symbols.typesNamed("struct", structure).stream()
        .findFirst()
        .map(id -> offset(symbols.type(id), member))
        .orElse(OptionalLong.empty());
  }

  private OptionalLong offset(TypeRow composite, String member) {
    for (TypeRow.Member candidate : composite.members()) {
      if (member.equals(candidate.name())) {
        return OptionalLong.of(candidate.bitOffset() / Byte.SIZE);
      }
      if (candidate.name() == null) {
        OptionalLong inside = offset(symbols.type(candidate.type()), member);
        if (inside.isPresent()) {
          return OptionalLong.of(candidate.bitOffset() / Byte.SIZE + inside.getAsLong());
        }
      }
    }
    return OptionalLong.empty();
  }
}
