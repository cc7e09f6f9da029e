package dev.rrq.indexer.step;

import dev.rrq.indexer.disassembly.CodeSize;
import org.jspecify.annotations.Nullable;

/** A real processor and its memory, for the effect table. */
record MachineView(CpuState cpu, @Nullable PhysicalMemory ram, PageWalker walker)
    implements ProcessorView {

  @Override
  public CodeSize codeSize() {
    return cpu.codeSize();
  }

  @Override
  public boolean isProtected() {
    return cpu.isProtected();
  }

  @Override
  public int stackBits() {
    return cpu.stackBits();
  }

  @Override
  public long register(String name) {
    return cpu.register(name);
  }

  @Override
  public long segmentBase(String segment) {
    return cpu.segmentBase(segment);
  }

  @Override
  public long descriptor(int selector) {
    return cpu.descriptor(selector);
  }

  @Override
  public long memory(long address, int size) {
    long paddr = walker.translate(cpu, address);
    return ram != null && ram.contains(paddr, size) ? ram.number(paddr, size) : 0;
  }
}
