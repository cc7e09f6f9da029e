package dev.rrq.indexer.step;

import dev.rrq.indexer.disassembly.CodeSize;

/** What must be known of a processor to say what its next instruction does to memory. */
interface ProcessorView {

  /** What code runs. */
  CodeSize codeSize();

  /** Whether it is in protected or long mode. */
  boolean isProtected();

  /** Bits of the stack pointer that count. */
  int stackBits();

  /** A whole register: {@code rax}, {@code rip}, {@code cs}. */
  long register(String name);

  /** What is added to an address in a segment, {@code cs} to {@code gs}. */
  long segmentBase(String segment);

  /** Where the descriptor of a selector is, linear. */
  long descriptor(int selector);

  /** A number in memory, linear; 0 where there is none. */
  long memory(long address, int size);
}
