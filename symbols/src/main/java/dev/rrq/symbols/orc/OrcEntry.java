package dev.rrq.symbols.orc;

/**
 * How to find the caller's frame from one in a run of instructions.
 *
 * @param start address of the first instruction that it holds for, as in the table
 * @param stackBase from what the caller's stack pointer is computed
 * @param stackOffset to add to it, in bytes
 * @param frameBase from what the address of the caller's saved frame pointer is computed
 * @param frameOffset to add to it, in bytes
 * @param kind what lies at the computed stack pointer
 */
public record OrcEntry(
    long start, Base stackBase, int stackOffset, Base frameBase, int frameOffset, Kind kind) {

  /** The register, or the word in memory, that an offset counts from. */
  public enum Base {
    UNDEFINED,
    /** The stack pointer that the same entry computes. */
    PREVIOUS_STACK_POINTER,
    RDX,
    RDI,
    RBP,
    RSP,
    R10,
    R13,
    /** The word at rbp plus the offset. */
    RBP_INDIRECT,
    /** The word at rsp, plus the offset. */
    RSP_INDIRECT
  }

  /** What kind of frame it is. */
  public enum Kind {
    /** Nothing is known of these instructions. */
    UNDEFINED,
    /** The stack ends here. */
    END_OF_STACK,
    /** A call: the return address lies just below the computed stack pointer. */
    CALL,
    /** An interrupt or exception: a whole {@code struct pt_regs} lies there. */
    REGISTERS,
    /** An interrupt or exception of which only the hardware's frame is saved. */
    PARTIAL_REGISTERS
  }
}
