package dev.rrq.indexer.step;

import dev.rrq.store.RawRecord;
import java.io.IOException;

/** Finds what the processor stores besides its instructions. */
final class CpuWrites {

  /** The largest frame that an interrupt pushes: five words and an error code. */
  private static final int FRAME_BYTES = 48;

  /** System management: state is saved in its memory, at either place. */
  private static final long MANAGEMENT_ENTRY = 0x8000;

  private static final long MANAGEMENT_DEFAULT = 0x38000;
  private static final int MANAGEMENT_DEFAULT_BYTES = 0x8000;
  private static final long MANAGEMENT_MOVED = 0xa0000;
  private static final int MANAGEMENT_MOVED_BYTES = 0x20000;

  private final ChangeWriter changes;
  private final PageWalker walker;

  CpuWrites(ChangeWriter changes, PageWalker walker) {
    this.changes = changes;
    this.walker = walker;
  }

  /** The page tables may have been walked for an address: their bits say so. */
  void walked(CpuState cpu, long linear) throws IOException {
    long since = changes.time();
    // Collected by hand: a visitor cannot throw.
    long[] entries = new long[6];
    int[] count = {0};
    walker.walk(cpu, linear, entry -> entries[count[0]++] = entry);
    for (int i = 0; i < count[0]; i++) {
      changes.compare(entries[i], Long.BYTES, 0, RawRecord.CPU, since);
    }
  }

  /** An interrupt or exception was delivered: its frame is at the stack pointer. */
  void delivered(CpuState cpu) throws IOException {
    long since = changes.time();
    walked(cpu, cpu.segments().table("idt"));
    walked(cpu, cpu.segments().table("tr"));
    segmentsLoaded(cpu);
    long at = OperandAddress.linear(cpu.register("rsp"), "ss", new MachineView(cpu, null, walker));
    long end = at + FRAME_BYTES;
    while (at < end) {
      int bytes = (int) Math.min(end - at, RamImage.PAGE_BYTES - (at & (RamImage.PAGE_BYTES - 1)));
      walked(cpu, at);
      changes.compare(walker.translate(cpu, at), bytes, at, RawRecord.CPU, since);
      at += bytes;
    }
    if (cpu.rip() == MANAGEMENT_ENTRY && !cpu.isProtected()) {
      changes.compare(MANAGEMENT_DEFAULT, MANAGEMENT_DEFAULT_BYTES, 0, RawRecord.CPU, since);
      changes.compare(MANAGEMENT_MOVED, MANAGEMENT_MOVED_BYTES, 0, RawRecord.CPU, since);
    }
  }

  /** Descriptors were read. */
  void segmentsLoaded(CpuState cpu) throws IOException {
    if (cpu.isProtected()) {
      walked(cpu, cpu.descriptor((int) cpu.cs()));
      walked(cpu, cpu.descriptor((int) cpu.register("ss")));
    }
  }
}
