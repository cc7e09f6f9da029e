package dev.rrq.store;

/**
 * The layout of a raw write record as an engine delivers it: {@value #BYTES} bytes, little endian.
 *
 * <pre>
 *  0  u64 t        icount before the instruction; where none wrote, when the change was found
 *  8  u64 pc       the instruction; where none wrote, the start of the window it happened in
 * 16  u64 vaddr    virtual address; 0 where no instruction wrote
 * 24  u64 paddr    physical address, below 2^40
 * 32  u64 old      raw bits, zero-extended
 * 40  u64 new      raw bits, zero-extended
 * 48  u32 context  calling context, 0 = unknown
 * 52  u8  size     1, 2, 4 or 8
 * 53  u8  origin   0 instruction, 1 cpu, 2 device
 * 54  u16 flags    bit 0: user mode
 * </pre>
 */
public final class RawRecord {

  /** The size of a record. */
  public static final int BYTES = 56;

  public static final int T = 0;
  public static final int PC = 8;
  public static final int VADDR = 16;
  public static final int PADDR = 24;
  public static final int OLD = 32;
  public static final int NEW = 40;
  public static final int CONTEXT = 48;
  public static final int SIZE = 52;
  public static final int ORIGIN = 53;
  public static final int FLAGS = 54;

  /** {@link #ORIGIN}: an instruction wrote. */
  public static final int INSTRUCTION = 0;

  /** {@link #ORIGIN}: the CPU wrote of itself, as an interrupt frame or a page-table bit. */
  public static final int CPU = 1;

  /** {@link #ORIGIN}: a device wrote. */
  public static final int DEVICE = 2;

  /** {@link #ORIGIN} of an access that is kept: an instruction read. */
  public static final int READ = 3;

  /** {@link #FLAGS}: the CPU was in user mode. */
  public static final int USER = 1;

  /** Physical addresses are below two to the power of this. */
  public static final int PADDR_BITS = 40;

  private RawRecord() {}
}
