package dev.rrq.indexer.disassembly;

/** One operand of an instruction, in the order of Intel's syntax. */
public sealed interface Operand {

  /** Bytes. */
  int size();

  /** Whether the instruction reads it, as far as Capstone knows. */
  boolean read();

  /** Whether the instruction writes it, as far as Capstone knows. */
  boolean written();

  /**
   * A register.
   *
   * @param id an {@code X86_REG_} constant of {@code capstone.X86_const}
   */
  record Register(int id, int size, boolean read, boolean written) implements Operand {}

  /** A constant, sign-extended. */
  record Immediate(long value, int size) implements Operand {
    @Override
    public boolean read() {
      return true;
    }

    @Override
    public boolean written() {
      return false;
    }
  }

  /**
   * A place in memory. Registers are {@code X86_REG_} constants, 0 where there is none.
   *
   * @param segment as the instruction overrides it, or 0
   * @param displacement what is added; relative to the next instruction where the base is {@code
   *     rip}
   */
  record Memory(
      int segment,
      int base,
      int index,
      int scale,
      long displacement,
      int size,
      boolean read,
      boolean written)
      implements Operand {}
}
