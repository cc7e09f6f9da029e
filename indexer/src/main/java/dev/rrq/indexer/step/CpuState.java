package dev.rrq.indexer.step;

import dev.rrq.gdbrsp.target.RegisterValues;
import dev.rrq.indexer.disassembly.CodeSize;

/**
 * A processor between two instructions.
 *
 * @param values its registers, as the stub told them
 * @param segments their hidden parts
 */
record CpuState(RegisterValues values, SegmentCache segments, long rip, long cs) {

  private static final long PROTECTION = 1;
  private static final long LONG_MODE = 1 << 10;
  private static final int PRIVILEGE = 3;

  static CpuState of(RegisterValues values, SegmentCache segments) {
    return new CpuState(values, segments, values.number("rip"), values.number("cs"));
  }

  /** The same at another instruction. */
  CpuState at(long otherRip) {
    return new CpuState(values, segments, otherRip, cs);
  }

  long register(String name) {
    return values.number(name);
  }

  long cr0() {
    return register("cr0");
  }

  long cr3() {
    return register("cr3");
  }

  long cr4() {
    return register("cr4");
  }

  long efer() {
    return register("efer");
  }

  boolean isProtected() {
    return (cr0() & PROTECTION) != 0;
  }

  boolean isLongMode() {
    return (efer() & LONG_MODE) != 0;
  }

  boolean inUser() {
    return isProtected() && (cs & PRIVILEGE) == PRIVILEGE;
  }

  CodeSize codeSize() {
    SegmentCache.Segment code = segments.segment("cs");
    if (isLongMode() && code.longCode()) {
      return CodeSize.BITS_64;
    }
    return code.big() ? CodeSize.BITS_32 : CodeSize.BITS_16;
  }

  int stackBits() {
    return codeSize() == CodeSize.BITS_64 ? 64 : segments.segment("ss").big() ? 32 : 16;
  }

  /** In 64-bit code only these two have a base, and it is a register of the remote protocol. */
  long segmentBase(String segment) {
    return switch (segment) {
      case "fs" -> register("fs_base");
      case "gs" -> register("gs_base");
      default -> codeSize() == CodeSize.BITS_64 ? 0 : segments.segment(segment).base();
    };
  }

  /** The linear address of the next instruction. */
  long pc() {
    return codeSize() == CodeSize.BITS_64 ? rip : (rip + segmentBase("cs")) & 0xffff_ffffL;
  }

  long descriptor(int selector) {
    boolean local = (selector & 4) != 0;
    return segments.table(local ? "ldt" : "gdt") + (selector & ~7);
  }
}
