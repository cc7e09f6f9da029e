package dev.rrq.planner.why;

import dev.rrq.planner.replay.TracedInstruction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where bytes that an instruction stored came from, as far as the instructions before it tell. */
public sealed interface Origin {

  /**
   * From memory, without any change on the way.
   *
   * @param instruction which loaded them
   * @param paddr physical address of the first of the bytes
   * @param vaddr its virtual address
   * @param size how many bytes
   * @param bits their value
   * @param shift what is to be added to the number of a bit in these bytes for that in those which
   *     were asked for
   * @param mask the bits that were followed, where these are eight bytes at most
   * @param moves the instructions that passed them on, latest first
   */
  record Memory(
      TracedInstruction instruction,
      long paddr,
      long vaddr,
      int size,
      long bits,
      int shift,
      long mask,
      List<TracedInstruction> moves)
      implements Origin {

    /** Whether all of their bits were followed. */
    boolean isWhole() {
      return Place.whole(paddr, size, 0, 0).mask() == Arithmetic.low(mask, size);
    }

    /** The lowest of the bytes that were asked for that is among them. */
    int first() {
      return Math.floorDiv(shift, Byte.SIZE);
    }
  }

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
   * @param value null if it is not known
   * @param size its bytes
   * @param origin where it came from
   */
  record Input(String name, @Nullable Long value, int size, Origin origin) {}

  /** It was in a register before the first of the instructions that were looked at. */
  record Before(String register, int instructions) implements Origin {}

  /** From a device, which no memory stands for. */
  record Device(TracedInstruction instruction) implements Origin {}

  /** The instructions do not tell. */
  record Unknown(String reason) implements Origin {}
}
