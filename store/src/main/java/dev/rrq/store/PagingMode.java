package dev.rrq.store;

/**
 * How x86 finds what a linear address is: through which tables in physical memory, and what their
 * entries say.
 *
 * @see <a href="https://www.intel.com/sdm">Intel SDM, volume 3, chapter 4</a>
 */
public enum PagingMode {
  /** 32-bit paging: two levels of narrow entries. */
  BITS_32(22, 10, Integer.BYTES, PagingMode.FRAME),

  /** PAE paging: three levels. */
  PAE(30, 9, Long.BYTES, ~0x1fL),

  /** 4-level paging. */
  FOUR_LEVELS(39, 9, Long.BYTES, PagingMode.FRAME),

  /** 5-level paging. */
  FIVE_LEVELS(48, 9, Long.BYTES, PagingMode.FRAME);

  /** There is no memory at an address. */
  public static final long ABSENT = -1;

  private static final long PRESENT = 1;
  private static final long LARGE = 1 << 7;
  private static final long FRAME = 0x000f_ffff_ffff_f000L;
  private static final int PAGE_SHIFT = 12;

  /** Entries of this level and those above point to tables, never to pages. */
  private static final int TABLES_SHIFT = 39;

  private final int topShift;
  private final int indexBits;
  private final int entryBytes;
  private final long rootBits;

  PagingMode(int topShift, int indexBits, int entryBytes, long rootBits) {
    this.topShift = topShift;
    this.indexBits = indexBits;
    this.entryBytes = entryBytes;
    this.rootBits = rootBits;
  }

  /** The memory in which the tables are. */
  public interface Entries {

    /**
     * An entry.
     *
     * @param paddr its physical address
     * @param bytes 4 or 8
     * @return 0, which is not present, where there is no memory
     */
    long entry(long paddr, int bytes);
  }

  /** The physical address of the first table, which CR3 holds. */
  public long root(long cr3) {
    return cr3 & rootBits;
  }

  /**
   * The physical address of a linear one, or {@link #ABSENT}.
   *
   * @param root physical address of the first table
   */
  public long translate(long root, long linear, Entries memory) {
    long table = root;
    int shift = topShift;
    while (true) {
      long entry = memory.entry(entryAddress(table, linear, shift), entryBytes);
      if (!isPresent(entry)) {
        return ABSENT;
      }
      if (isPage(entry, shift)) {
        return physical(entry, linear, shift);
      }
      table = table(entry);
      shift -= indexBits;
    }
  }

  /** The level of the first table, as the number of the lowest bit of its index in an address. */
  public int topShift() {
    return topShift;
  }

  /** The level below another. */
  public int below(int shift) {
    return shift - indexBits;
  }

  /** The physical address of the entry of a table that leads to a linear address. */
  public long entryAddress(long table, long linear, int shift) {
    return table + (linear >>> shift & ((1L << indexBits) - 1)) * entryBytes;
  }

  /** What of an entry matters to a translation: the processor sets others as it uses it. */
  public static long withoutUsage(long entry) {
    return entry & (FRAME | LARGE | PRESENT);
  }

  /** Whether an entry leads anywhere. */
  public static boolean isPresent(long entry) {
    return (entry & PRESENT) != 0;
  }

  /** Whether an entry of a level is of a page, not of another table. */
  public static boolean isPage(long entry, int shift) {
    return shift == PAGE_SHIFT || ((entry & LARGE) != 0 && shift < TABLES_SHIFT);
  }

  /** The physical address of the table that an entry points to. */
  public static long table(long entry) {
    return entry & FRAME;
  }

  /** The physical address of a linear one, by the entry of its page. */
  public static long physical(long entry, long linear, int shift) {
    long offset = (1L << shift) - 1;
    return (entry & FRAME & ~offset) | (linear & offset);
  }
}
