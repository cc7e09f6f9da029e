package dev.rrq.indexer.kernel;

import dev.rrq.store.Meta;
import dev.rrq.store.SymbolRow;
import dev.rrq.store.SymbolTables;
import dev.rrq.store.TraceStore;
import dev.rrq.store.TypeRow;
import java.util.Optional;
import java.util.OptionalLong;

/** Where the kernel's variables and the members of its structures lie. */
public final class KernelPlaces {

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
  public static Optional<KernelPlaces> of(TraceStore store) {
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

  /** The places of a program, of which it is not known where in physical memory it lies. */
  public static KernelPlaces of(SymbolTables symbols, long kaslrOffset) {
    return new KernelPlaces(symbols, kaslrOffset, 0, 0, OptionalLong.empty(), 0);
  }

  /** The physical address of a kernel address of the image or the direct map. */
  public OptionalLong physical(long address) {
    long paddr =
        Long.compareUnsigned(address, KERNEL_MAP) >= 0
            ? address - KERNEL_MAP + physBase
            : address - pageOffset;
    return paddr >= 0 && paddr < memorySize ? OptionalLong.of(paddr) : OptionalLong.empty();
  }

  /** The virtual address at which all memory is mapped. */
  public long allMemory() {
    return pageOffset;
  }

  /** The physical address that the map of the kernel's image begins with. */
  public long image() {
    return physBase;
  }

  /** Bytes of memory. */
  public long memorySize() {
    return memorySize;
  }

  /** The address of a variable of the kernel's image. */
  public OptionalLong variable(String name) {
    return symbol(name)
        .map(symbol -> OptionalLong.of(symbol.address() + kaslrOffset))
        .orElse(OptionalLong.empty());
  }

  /** The address of a variable of CPU 0. */
  public OptionalLong perCpuVariable(String name) {
    return symbol(name)
        .filter(symbol -> percpuBase.isPresent())
        .map(symbol -> OptionalLong.of(symbol.address() + percpuBase.getAsLong()))
        .orElse(OptionalLong.empty());
  }

  private Optional<SymbolRow> symbol(String name) {
    return symbols.named(name).stream().findFirst();
  }

  /** Of a per-CPU variable, its offset in the per-CPU area. */
  public OptionalLong perCpuOffset(String name) {
    return symbol(name)
        .map(symbol -> OptionalLong.of(symbol.address()))
        .orElse(OptionalLong.empty());
  }

  /** How far into a structure a member is, in bytes; anonymous structures are looked into. */
  public OptionalLong offset(String structure, String member) {
    return member(structure, member)
        .map(found -> OptionalLong.of(found.bitOffset() / Byte.SIZE))
        .orElse(OptionalLong.empty());
  }

  /**
   * A member of a structure, as if it were not within anonymous ones: its offset is that from the
   * start of the structure.
   */
  public Optional<TypeRow.Member> member(String structure, String member) {
    return structure(structure).flatMap(composite -> member(composite, member, 0));
  }

  /** The size of a structure, in bytes. */
  public OptionalLong size(String structure) {
    return structure(structure)
        .map(composite -> OptionalLong.of(composite.size()))
        .orElse(OptionalLong.empty());
  }

  private Optional<TypeRow> structure(String name) {
    return symbols.typesNamed("struct", name).stream().findFirst().map(symbols::type);
  }

  private Optional<TypeRow.Member> member(TypeRow composite, String name, long outside) {
    for (TypeRow.Member candidate : composite.members()) {
      long offset = outside + candidate.bitOffset();
      if (name.equals(candidate.name())) {
        return Optional.of(new TypeRow.Member(name, candidate.type(), offset, candidate.bitSize()));
      }
      if (candidate.name() == null) {
        Optional<TypeRow.Member> inside = member(symbols.type(candidate.type()), name, offset);
        if (inside.isPresent()) {
          return inside;
        }
      }
    }
    return Optional.empty();
  }
}
