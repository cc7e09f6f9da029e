package dev.rrq.planner.why;

/** Where one bit that an instruction writes comes from. */
sealed interface BitSource {

  /** Unchanged from a bit of one of its inputs. */
  record Moved(int input, int bit) implements BitSource {}

  /** From the same bit of either of two inputs: each is what the other would leave. */
  record Either(int bit) implements BitSource {}

  /** Zero, or a copy of a sign, above a value or in place of what was masked away. */
  record Fill() implements BitSource {}

  /** From more than one bit. */
  record Computed() implements BitSource {}
}
