package dev.rrq.planner.testing;

import dev.rrq.store.Meta;
import dev.rrq.store.testing.TraceBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Traces of the {@link ToyKernel}. */
public final class ToyTrace {

  /** Where RAM is mapped. */
  public static final long DIRECT_MAP = 0xffff_8880_0000_0000L;

  private static final int PAGE = 4096;
  private static final long DATA_PAGE = 0x20_0000;

  private ToyTrace() {}

  /**
   * A trace of 1,000 instructions without any writes. Memory begins with {@code current_leader =
   * &init_task}, {@code init_task.tasks} an empty list, {@code comm = "swapper"}, {@code
   * __per_cpu_offset = {0xffff888000300000, 0xffff888000301000}}, and an interrupt descriptor
   * table.
   */
  public static TraceBuilder in(Path directory) {
    ByteBuffer page = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN);
    page.put(0x108, "swapper".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    page.putLong(0x118, ToyKernel.DATA + 0x118);
    page.putLong(0x120, ToyKernel.DATA + 0x118);
    page.putLong(0x300, ToyKernel.DATA + 0x100);
    page.putLong(0x308, DIRECT_MAP + 0x30_0000);
    page.putLong(0x310, DIRECT_MAP + 0x30_1000);
    return TraceBuilder.in(directory.resolve("toy.rrq"))
        .symbols(ToyKernel.write(directory))
        .meta(Meta.KASLR_OFFSET, 0)
        .meta(Meta.PHYS_BASE, 0)
        .meta(Meta.MEMORY_SIZE, 64 << 20)
        .meta(Meta.LENGTH, 1000)
        .page(DATA_PAGE, page.array())
        .page(DATA_PAGE + PAGE, interruptTable())
        .end(1000);
  }

  /** An interrupt descriptor table with a page fault (14) and a timer (236). */
  private static byte[] interruptTable() {
    ByteBuffer table = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN);
    gate(table, 14, ToyKernel.TEXT + 0x600);
    gate(table, 236, ToyKernel.TEXT + 0x500);
    return table.array();
  }

  private static void gate(ByteBuffer table, int vector, long handler) {
    int at = vector * 16;
    table.putShort(at, (short) handler);
    table.putShort(at + 6, (short) (handler >> 16));
    table.putInt(at + 8, (int) (handler >> 32));
  }

  /**
   * A write to the toy's data as tests spell it: {@code t function+offset variable+offset size old
   * new}.
   *
   * @param code offset of the instruction within the kernel's text
   * @param data offset within the kernel's data
   */
  public static String write(long t, long code, long data, int size, long old, long now) {
    return "%d 0x%x 0x%x 0x%x %d 0x%x 0x%x"
        .formatted(
            t, ToyKernel.TEXT + code, ToyKernel.DATA + data, DATA_PAGE + data, size, old, now);
  }
}
