package dev.rrq.indexer.step;

import dev.rrq.store.PagingMode;

/**
 * Follows the guest's page tables: where a linear address is, and which entries lead there.
 *
 * @see <a href="https://www.intel.com/sdm">Intel SDM, volume 3, chapter 4</a>
 */
final class PageWalker {

  /** There is no memory at the address. */
  static final long ABSENT = PagingMode.ABSENT;

  private static final long PAGING = 1L << 31;
  private static final long WIDE_ENTRIES = 1 << 5;
  private static final long FIVE_LEVELS = 1 << 12;

  /** Takes the physical address of each entry that a walk reads, at most 8 bytes long. */
  interface EntryVisitor {
    void entry(long paddr);
  }

  private final PhysicalMemory ram;
  private final PagingMode.Entries entries = this::entry;

  PageWalker(PhysicalMemory ram) {
    this.ram = ram;
  }

  /** The physical address, or {@link #ABSENT}. */
  long translate(CpuState cpu, long linear) {
    return walk(cpu, linear, entries);
  }

  /** The same, naming the entries on the way. */
  long walk(CpuState cpu, long linear, EntryVisitor visitor) {
    return walk(
        cpu,
        linear,
        (paddr, bytes) -> {
          if (ram.contains(paddr, Long.BYTES)) {
            visitor.entry(paddr & -Long.BYTES);
          }
          return entry(paddr, bytes);
        });
  }

  private static long walk(CpuState cpu, long linear, PagingMode.Entries entries) {
    if ((cpu.cr0() & PAGING) == 0) {
      return linear & 0xffff_ffffL;
    }
    PagingMode mode = mode(cpu);
    return mode.translate(mode.root(cpu.cr3()), linear, entries);
  }

  private static PagingMode mode(CpuState cpu) {
    if (cpu.isLongMode()) {
      return (cpu.cr4() & FIVE_LEVELS) != 0 ? PagingMode.FIVE_LEVELS : PagingMode.FOUR_LEVELS;
    }
    return (cpu.cr4() & WIDE_ENTRIES) != 0 ? PagingMode.PAE : PagingMode.BITS_32;
  }

  private long entry(long paddr, int bytes) {
    return ram.contains(paddr, Long.BYTES) ? ram.number(paddr, bytes) : 0;
  }
}
