package dev.rrq.indexer.tasks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/**
 * The first bytes of one {@code task_struct}, up to the last member of interest, as they are at the
 * instant to which the changes have been applied.
 */
final class TaskImage {

  /** Linux, {@code include/linux/sched.h}. */
  private static final int COMM_BYTES = 16;

  /** Linux, {@code include/linux/sched.h}: {@code PF_KTHREAD}. */
  private static final int KERNEL_THREAD = 0x0020_0000;

  /** Where the members are, in bytes from the start of the structure. */
  record Members(int flags, int exitState, int pid, int tgid, int comm) {
    /** Bytes from the start that hold all of them. */
    int extent() {
      return IntStream.of(flags, exitState, pid, tgid, comm).max().orElseThrow() + COMM_BYTES;
    }
  }

  private final Members members;
  private final long address;
  private final long paddr;
  private final ByteBuffer bytes;

  TaskImage(Members members, long address, long paddr, byte[] initial) {
    this.members = members;
    this.address = address;
    this.paddr = paddr;
    bytes = ByteBuffer.wrap(initial).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Applies a change of memory, as far as it lies in this structure. */
  void apply(long at, int size, long value) {
    for (int i = 0; i < size; i++) {
      long offset = at + i - paddr;
      if (offset >= 0 && offset < bytes.capacity()) {
        bytes.put((int) offset, (byte) (value >>> (Byte.SIZE * i)));
      }
    }
  }

  boolean overlaps(long at, int size) {
    return at < paddr + bytes.capacity() && at + size > paddr;
  }

  long address() {
    return address;
  }

  int pid() {
    return bytes.getInt(members.pid());
  }

  int tgid() {
    return bytes.getInt(members.tgid());
  }

  boolean isKernelThread() {
    return (bytes.getInt(members.flags()) & KERNEL_THREAD) != 0;
  }

  /** Whether it ends, or has ended, so that its memory may become something else's. */
  boolean hasExited() {
    return bytes.getInt(members.exitState()) != 0;
  }

  String comm() {
    int length = 0;
    while (length < COMM_BYTES && bytes.get(members.comm() + length) != 0) {
      length++;
    }
    return new String(bytes.array(), members.comm(), length, StandardCharsets.UTF_8);
  }
}
