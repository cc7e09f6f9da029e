package dev.rrq.indexer.step;

import dev.rrq.indexer.disassembly.CodeSize;

/** A processor between two instructions. */
interface CpuState {

  /**
   * The instruction pointer: the offset in the code segment, which is the address in 64-bit code.
   */
  long rip();

  /** The selector of the code segment. */
  long cs();

  /** A whole register: {@code rax}, {@code eflags}, {@code cr3}. */
  long register(String name);

  /** The hidden parts of its segments. */
  SegmentCache segments();

  /** The same at another instruction. */
  CpuState at(long otherRip);

  /** Control register 0. */
  default long cr0() {
    return register("cr0");
  }

  /** Where the page tables are. */
  default long cr3() {
    return register("cr3");
  }

  /** Control register 4. */
  default long cr4() {
    return register("cr4");
  }

  /** The extended features that are on. */
  default long efer() {
    return register("efer");
  }

  /** The stack pointer. */
  default long rsp() {
    return register("rsp");
  }

  /** Whether it is in protected or long mode. */
  default boolean isProtected() {
    return (cr0() & 1) != 0;
  }

  /** Whether it is in long mode, though not necessarily in 64-bit code. */
  default boolean isLongMode() {
    return (efer() & 1 << 10) != 0;
  }

  /** Whether the code that runs is a user's. */
  default boolean inUser() {
    return isProtected() && (cs() & 3) == 3;
  }

  /** What code runs. */
  default CodeSize codeSize() {
    return segments().codeSize(isLongMode());
  }

  /** Bits of the stack pointer that count. */
  default int stackBits() {
    return codeSize() == CodeSize.BITS_64 ? 64 : segments().segment("ss").big() ? 32 : 16;
  }

  /** In 64-bit code only these two have a base, and it is a register of the remote protocol. */
  default long segmentBase(String segment) {
    return switch (segment) {
      case "fs" -> register("fs_base");
      case "gs" -> register("gs_base");
      default -> codeSize() == CodeSize.BITS_64 ? 0 : segments().segment(segment).base();
    };
  }

  /** The linear address of the next instruction. */
  default long pc() {
    return codeSize() == CodeSize.BITS_64 ? rip() : (rip() + segmentBase("cs")) & 0xffff_ffffL;
  }

  /** Where the descriptor of a selector is, linear. */
  default long descriptor(int selector) {
    boolean local = (selector & 4) != 0;
    return segments().table(local ? "ldt" : "gdt") + (selector & ~7);
  }
}
