package dev.rrq.gdbrsp.fuzz;

/** The same with ten million bytes, or as many as {@code -Drrq.fuzz.bytes} says. */
final class FuzzIT extends FuzzTest {

  @Override
  long bytes() {
    return Long.getLong("rrq.fuzz.bytes", 10_000_000);
  }
}
