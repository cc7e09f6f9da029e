package dev.rrq.indexer.disassembly;

/** How long addresses and operands are where an instruction does not say otherwise. */
public enum CodeSize {
  /** Real mode, and 16-bit segments of protected mode. */
  BITS_16(16),
  /** 32-bit segments, in protected mode and in long mode's compatibility mode. */
  BITS_32(32),
  /** 64-bit mode. */
  BITS_64(64);

  private final int bits;

  CodeSize(int bits) {
    this.bits = bits;
  }

  /** 16, 32 or 64. */
  public int bits() {
    return bits;
  }
}
