package dev.rrq.planner.why;

import dev.rrq.planner.replay.ReplayedAccess;
import dev.rrq.planner.replay.TracedInstruction;
import java.util.List;

/** Where the value of a store came from, as far as the instructions before it tell. */
public sealed interface Origin {

  /**
   * From memory, without any change on the way.
   *
   * @param instruction which loaded it
   * @param load what it loaded; its lowest bytes are the value
   * @param moves the instructions that passed it from register to register, latest first
   */
  record Memory(TracedInstruction instruction, ReplayedAccess load, List<TracedInstruction> moves)
      implements Origin {}

  /** A constant of the code. */
  record Constant(TracedInstruction instruction) implements Origin {}

  /**
   * Computed.
   *
   * @param instruction which computed it
   * @param inputs where its operands came from
   */
  record Computed(TracedInstruction instruction, List<Input> inputs) implements Origin {}

  /**
   * An operand.
   *
   * @param name of the register, or {@code memory}
   * @param origin where it came from
   */
  record Input(String name, Origin origin) {}

  /** It was in a register before the first of the instructions that were looked at. */
  record Before(String register, long instructions) implements Origin {}

  /** The instructions do not tell. */
  record Unknown(String reason) implements Origin {}
}
