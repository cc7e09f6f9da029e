package dev.rrq.planner.why;

import dev.rrq.planner.replay.Effect;
import dev.rrq.planner.replay.Operation;
import dev.rrq.planner.replay.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes pass through an instruction unchanged: those that are moved, those that a mask keeps,
 * and those that a condition chooses. What a mask is, its value says; whether a condition held, the
 * flags.
 */
final class ByteFlow {

  private static final ByteSource FILL = new ByteSource.Fill();
  private static final ByteSource COMPUTED = new ByteSource.Computed();
  private static final Set<Operation> CHOICES =
      Set.of(Operation.CHOOSE, Operation.CHOOSE_EQUAL, Operation.ONE_OF);

  private final Effect effect;
  private final List<@Nullable Long> values;
  private final @Nullable Integer choice;

  private ByteFlow(Effect effect, List<@Nullable Long> values, @Nullable Integer choice) {
    this.effect = effect;
    this.values = values;
    this.choice = choice;
  }

  /**
   * Where bytes of an effect's target come from.
   *
   * @param offsets of the bytes in the target
   * @param values of the inputs, null where they are not known
   * @param seen what these bytes were; empty where that is not known
   */
  static List<ByteSource> of(
      Effect effect, int[] offsets, List<@Nullable Long> values, byte[] seen) {
    Integer decided = Arithmetic.choice(effect, values);
    boolean chooses = CHOICES.contains(effect.operation());
    Integer choice = decided == null && chooses ? seenChoice(offsets, values, seen) : decided;
    ByteFlow flow = new ByteFlow(effect, values, choice);
    List<ByteSource> sources = new ArrayList<>();
    for (int offset : offsets) {
      sources.add(offset >= effect.width() ? FILL : flow.at(offset));
    }
    return sources;
  }

  /** Of two inputs the one that it must have been, since the other is something else. */
  private static @Nullable Integer seenChoice(
      int[] offsets, List<@Nullable Long> values, byte[] seen) {
    boolean notFirst = differs(values.get(0), offsets, seen);
    boolean notSecond = differs(values.get(1), offsets, seen);
    return notFirst == notSecond ? null : notFirst ? 1 : 0;
  }

  private static boolean differs(@Nullable Long value, int[] offsets, byte[] seen) {
    for (int i = 0; value != null && i < seen.length; i++) {
      if (offsets[i] < Long.BYTES && (byte) (value >>> (offsets[i] * Byte.SIZE)) != seen[i]) {
        return true;
      }
    }
    return false;
  }

  private ByteSource at(int offset) {
    return switch (effect.operation()) {
      case COPY, SIGN_EXTEND -> moved(0, offset);
      case AND -> masked(offset, 0xff);
      case OR, XOR -> masked(offset, 0);
      case ADD, SUBTRACT -> isZero(1) ? moved(0, offset) : COMPUTED;
      case SHIFT_LEFT -> shifted(offset, -1, false);
      case SHIFT_RIGHT, SHIFT_SIGNED -> shifted(offset, 1, false);
      case ROTATE_LEFT -> shifted(offset, -1, true);
      case ROTATE_RIGHT -> shifted(offset, 1, true);
      case SWAP_BYTES -> moved(0, effect.width() - 1 - offset);
      case CHOOSE, CHOOSE_EQUAL, ONE_OF -> choice == null ? COMPUTED : moved(choice, offset);
      case SCALED_ADD,
          MULTIPLY,
          NOT,
          NEGATE,
          TEST,
          FLAGS_AND,
          FLAGS_OR,
          FLAGS_XOR,
          FLAGS_ADD,
          FLAGS_SUBTRACT,
          OTHER ->
          COMPUTED;
    };
  }

  private ByteSource moved(int input, int offset) {
    return offset < effect.inputs().get(input).size() ? new ByteSource.Moved(input, offset) : FILL;
  }

  /** That a sum happens to be one of its parts does not make it a copy. */
  private boolean isZero(int input) {
    return effect.inputs().get(input) instanceof Slot.Constant constant && constant.value() == 0;
  }

  /**
   * What a bitwise operation leaves of a byte. Where each input would keep the other's byte, only
   * the bytes beside it can tell which one is the mask, unless it is a constant of the code.
   *
   * @param neutral the byte that keeps the other one
   */
  private ByteSource masked(int offset, int neutral) {
    Integer first = byteOf(0, offset);
    Integer second = byteOf(1, offset);
    boolean firstKeeps = first != null && first == neutral;
    boolean secondKeeps = second != null && second == neutral;
    if (firstKeeps && secondKeeps && !isConstant(1)) {
      return new ByteSource.Either(offset);
    }
    if (secondKeeps) {
      return moved(0, offset);
    }
    if (firstKeeps) {
      return moved(1, offset);
    }
    boolean cleared =
        neutral != 0 && ((first != null && first == 0) || (second != null && second == 0));
    if (cleared) {
      return FILL;
    }
    // A mask of the code that cleared nothing leaves the byte as it was.
    boolean whole = neutral != 0 && isConstant(1) && first != null && second != null;
    return whole && (first & second) == first ? moved(0, offset) : COMPUTED;
  }

  private boolean isConstant(int input) {
    return effect.inputs().get(input) instanceof Slot.Constant;
  }

  private @Nullable Integer byteOf(int input, int offset) {
    Long value = values.get(input);
    return value == null ? null : (int) (value >>> (offset * Byte.SIZE)) & 0xff;
  }

  private ByteSource shifted(int offset, int direction, boolean around) {
    Long by = values.get(1);
    int count = by == null ? 1 : Arithmetic.count(by, effect.width());
    if (count % Byte.SIZE != 0) {
      return COMPUTED;
    }
    int from = offset + direction * (count / Byte.SIZE);
    if (around) {
      return moved(0, Math.floorMod(from, effect.width()));
    }
    return from < 0 || from >= effect.width() ? FILL : moved(0, from);
  }
}
