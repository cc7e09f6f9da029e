package dev.rrq.planner.why;

/** Where one byte that an instruction writes comes from. */
sealed interface ByteSource {

  /** Unchanged from a byte of one of its inputs. */
  record Moved(int input, int offset) implements ByteSource {}

  /** From the same byte of either of two inputs: each is what the other would leave. */
  record Either(int offset) implements ByteSource {}

  /** Zeros, or copies of a sign, above a value or in place of what was masked away. */
  record Fill() implements ByteSource {}

  /** From more than one byte. */
  record Computed() implements ByteSource {}
}
