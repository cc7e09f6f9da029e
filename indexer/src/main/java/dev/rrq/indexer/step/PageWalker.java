package dev.rrq.indexer.step;

/**
 * Follows the guest's page tables: where a linear address is, and which entries lead there.
 *
 * @see <a href="https://www.intel.com/sdm">Intel SDM, volume 3, chapter 4</a>
 */
final class PageWalker {

  /** There is no memory at the address. */
  static final long ABSENT = -1;

  private static final long PAGING = 1L << 31;
  private static final long WIDE_ENTRIES = 1 << 5;
  private static final long FIVE_LEVELS = 1 << 12;
  private static final long LONG_MODE = 1 << 10;
  private static final long PRESENT = 1;
  private static final long LARGE = 1 << 7;
  private static final long FRAME = 0x000f_ffff_ffff_f000L;
  private static final long TOP_OF_THREE_LEVELS = ~0x1fL;
  private static final int PAGE_SHIFT = 12;

  /** Takes the physical address of each entry that a walk reads, at most 8 bytes long. */
  interface EntryVisitor {
    void entry(long paddr);
  }

  private final PhysicalMemory ram;

  PageWalker(PhysicalMemory ram) {
    this.ram = ram;
  }

  /** The physical address, or {@link #ABSENT}. */
  long translate(CpuState cpu, long linear) {
    return walk(cpu, linear, entry -> {});
  }

  /** The same, naming the entries on the way. */
  long walk(CpuState cpu, long linear, EntryVisitor visitor) {
    if ((cpu.cr0() & PAGING) == 0) {
      return linear & 0xffff_ffffL;
    }
    boolean wide = (cpu.cr4() & WIDE_ENTRIES) != 0;
    boolean fourLevels = (cpu.efer() & LONG_MODE) != 0;
    int bits = wide ? 9 : 10;
    int shift = fourLevels ? ((cpu.cr4() & FIVE_LEVELS) != 0 ? 48 : 39) : wide ? 30 : 22;
    long table = cpu.cr3() & (wide && !fourLevels ? TOP_OF_THREE_LEVELS : FRAME);
    while (true) {
      long index = linear >>> shift & ((1L << bits) - 1);
      long at = table + index * (wide ? 8 : 4);
      if (!ram.contains(at, 8)) {
        return ABSENT;
      }
      visitor.entry(at & ~7L);
      long entry = wide ? ram.number(at, 8) : ram.number(at, 4);
      if ((entry & PRESENT) == 0) {
        return ABSENT;
      }
      boolean leaf = shift == PAGE_SHIFT || ((entry & LARGE) != 0 && shift < 39);
      if (leaf) {
        long offset = (1L << shift) - 1;
        return (entry & FRAME & ~offset) | (linear & offset);
      }
      table = entry & FRAME;
      shift -= bits;
    }
  }
}
