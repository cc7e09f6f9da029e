package dev.rrq.planner.why;

import dev.rrq.planner.replay.ReplayedAccess;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The memory that an instruction accesses, in one or several accesses that follow each other. */
final class MemoryOperand {

  private final List<ReplayedAccess> accesses;

  MemoryOperand(List<ReplayedAccess> accesses) {
    this.accesses =
        accesses.stream()
            .sorted(Comparator.comparing(ReplayedAccess::vaddr, Long::compareUnsigned))
            .toList();
  }

  boolean isEmpty() {
    return accesses.isEmpty();
  }

  /** The access to a byte of it; null if there was none. */
  @Nullable ReplayedAccess access(int offset) {
    long address = isEmpty() ? 0 : accesses.get(0).vaddr() + offset;
    for (ReplayedAccess access : accesses) {
      if (Long.compareUnsigned(access.vaddr(), address) <= 0
          && Long.compareUnsigned(address, access.vaddr() + access.size()) < 0) {
        return access;
      }
    }
    return null;
  }

  /** The value of a byte of it; null if there was no access to it. */
  @Nullable Integer byteAt(int offset) {
    ReplayedAccess access = access(offset);
    if (access == null) {
      return null;
    }
    long within = accesses.get(0).vaddr() + offset - access.vaddr();
    return (int) (access.newValue() >>> (within * Byte.SIZE)) & 0xff;
  }

  /** The physical address of a byte of it; negative if there was no access to it. */
  long paddr(int offset) {
    ReplayedAccess access = access(offset);
    return access == null
        ? -1
        : access.paddr() + (accesses.get(0).vaddr() + offset - access.vaddr());
  }

  /** The virtual address of a byte of it. */
  long vaddr(int offset) {
    return accesses.get(0).vaddr() + offset;
  }

  /** The byte of it that lies at a physical address; negative if none does. */
  int offsetOf(long paddr) {
    for (ReplayedAccess access : accesses) {
      if (access.paddr() <= paddr && paddr < access.paddr() + access.size()) {
        return (int) (access.vaddr() - accesses.get(0).vaddr() + paddr - access.paddr());
      }
    }
    return -1;
  }

  /** Some bytes as a number; null if they were not all accessed. */
  @Nullable Long value(int first, int size) {
    long value = 0;
    for (int i = size - 1; i >= 0; i--) {
      Integer b = byteAt(first + i);
      if (b == null) {
        return null;
      }
      value = value << Byte.SIZE | b;
    }
    return value;
  }
}
