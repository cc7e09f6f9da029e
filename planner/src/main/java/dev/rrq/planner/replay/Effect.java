package dev.rrq.planner.replay;

import java.util.List;

/**
 * One thing that an instruction writes. All effects of an instruction read what was there before
 * it.
 *
 * @param target what is written; bytes of it beyond {@code width} become zero
 * @param width bytes of the operation
 * @param condition of {@link Operation#CHOOSE} and {@link Operation#TEST}, as in the names of
 *     instructions: {@code ne}; else empty
 */
public record Effect(
    Slot target, Operation operation, int width, List<Slot> inputs, String condition) {

  public Effect {
    inputs = List.copyOf(inputs);
  }

  /** Without a condition, as wide as its target. */
  public static Effect of(Slot target, Operation operation, Slot... inputs) {
    return new Effect(target, operation, target.size(), List.of(inputs), "");
  }
}
