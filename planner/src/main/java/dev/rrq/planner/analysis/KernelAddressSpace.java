package dev.rrq.planner.analysis;

import dev.rrq.symbols.model.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The kernel's half of the address space of x86-64 Linux (Documentation/arch/x86/x86_64/mm.rst):
 * the kernel image and the direct map by their rules, all else (vmalloc, modules, fixmap) through
 * the kernel's page tables as they were.
 */
public final class KernelAddressSpace implements AddressSpace {

  /** {@code __START_KERNEL_map}. */
  private static final long IMAGE_START = 0xffff_ffff_8000_0000L;

  /** {@code KERNEL_IMAGE_SIZE} with KASLR; modules come after it. */
  private static final long IMAGE_SIZE = 1L << 30;

  /** The lowest address of the kernel's half, with four levels of page tables. */
  private static final long KERNEL_START = 0xffff_8000_0000_0000L;

  /** {@code __PAGE_OFFSET_BASE_L4}: where the direct map starts unless the kernel moved it. */
  private static final long DEFAULT_DIRECT_MAP = 0xffff_8880_0000_0000L;

  private static final int PAGE = 4096;

  private final Program program;
  private final History history;
  private final Facts facts;
  private final PageTables pageTables;

  /**
   * What the trace says about the machine.
   *
   * @param physicalBase the kernel's {@code phys_base}: what to add to an image address less {@code
   *     __START_KERNEL_map}, in bytes
   * @param directMap where the direct map starts, if the trace says
   * @param memorySize bytes of RAM
   */
  public record Facts(long physicalBase, OptionalLong directMap, long memorySize) {}

  /** The address space of a program in the memory of a trace. */
  public KernelAddressSpace(Program program, History history, Facts facts) {
    this.program = program;
    this.history = history;
    this.facts = facts;
    this.pageTables = new PageTables(history, facts.memorySize());
  }

  @Override
  public Timeline<Mapping> physical(long virtual, long length, Interval when) {
    if (isImage(virtual)) {
      return mapped(when, virtual, imageToPhysical(virtual), length);
    } else if (virtual >= KERNEL_START && virtual < 0) {
      return directMap(when)
          .flatMap(
              (base, piece) ->
                  base instanceof Value.Known known && isRam(virtual - known.bits())
                      ? mapped(piece, virtual, virtual - known.bits(), length)
                      : throughPages(virtual, length, piece));
    }
    return unmapped(when, userReason(virtual));
  }

  @Override
  public Timeline<Mapping> physicalIn(long root, long virtual, long length, Interval when) {
    return pages(root, virtual, length, when);
  }

  private static String userReason(long virtual) {
    if (virtual >= 0 && virtual < PAGE) {
      return "the pointer is null";
    }
    return virtual > 0 && virtual < 1L << 47
        ? Hex.of(virtual) + " is a user address, and which process is meant is not known"
        : Hex.of(virtual) + " is not an address";
  }

  private static boolean isImage(long virtual) {
    return virtual >= IMAGE_START && virtual < IMAGE_START + IMAGE_SIZE;
  }

  private long imageToPhysical(long virtual) {
    return virtual - IMAGE_START + facts.physicalBase();
  }

  private boolean isRam(long physical) {
    return physical >= 0 && physical < facts.memorySize();
  }

  private Timeline<Value> directMap(Interval when) {
    if (facts.directMap().isPresent()) {
      return Timeline.constant(when, new Value.Known(facts.directMap().getAsLong()));
    }
    List<Symbol> base = program.symbols("page_offset_base");
    if (base.isEmpty()) {
      return Timeline.constant(when, new Value.Known(DEFAULT_DIRECT_MAP));
    }
    long address = base.get(0).address() + program.loadOffset();
    return history.bits(imageToPhysical(address), Long.BYTES, when);
  }

  private Timeline<Mapping> throughPages(long virtual, long length, Interval when) {
    for (String name : List.of("init_top_pgt", "swapper_pg_dir")) {
      for (Symbol root : program.symbols(name)) {
        long table = imageToPhysical(root.address() + program.loadOffset());
        return pages(table, virtual, length, when);
      }
    }
    return unmapped(when, "the kernel's page tables are not known");
  }

  private Timeline<Mapping> pages(long table, long virtual, long length, Interval when) {
    Timeline<Mapping> all =
        Timeline.constant(when, new Mapping.Mapped(OptionalLong.of(virtual), List.of()));
    for (long at = virtual; at < virtual + length; at = nextPage(at)) {
      long start = at;
      long end = Math.min(nextPage(at), virtual + length);
      all =
          all.flatMap(
              (mapping, piece) ->
                  mapping instanceof Mapping.Mapped mapped
                      ? pageTables
                          .translate(table, start, piece)
                          .map(page -> append(mapped, page, end - start))
                      : Timeline.constant(piece, mapping));
    }
    return all;
  }

  private static long nextPage(long address) {
    return (address | PAGE - 1) + 1;
  }

  private static Mapping append(Mapping.Mapped mapped, Value physical, long length) {
    if (physical instanceof Value.Unknown unknown) {
      return new Mapping.Unmapped(unknown.reason());
    }
    Extent next = new Extent(((Value.Known) physical).bits(), length);
    List<Extent> extents = new ArrayList<>(mapped.extents());
    int last = extents.size() - 1;
    if (last >= 0 && extents.get(last).end() == next.start()) {
      Extent before = extents.get(last);
      extents.set(last, new Extent(before.start(), before.length() + length));
    } else {
      extents.add(next);
    }
    return new Mapping.Mapped(mapped.virtual(), extents);
  }

  private static Timeline<Mapping> mapped(Interval when, long virtual, long physical, long length) {
    return Timeline.constant(
        when, new Mapping.Mapped(OptionalLong.of(virtual), List.of(new Extent(physical, length))));
  }

  private static Timeline<Mapping> unmapped(Interval when, String reason) {
    return Timeline.constant(when, new Mapping.Unmapped(reason));
  }
}
