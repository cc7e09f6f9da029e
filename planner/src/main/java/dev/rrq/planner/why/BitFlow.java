package dev.rrq.planner.why;

import dev.rrq.planner.replay.Effect;
import dev.rrq.planner.replay.Operation;
import dev.rrq.planner.replay.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which bits pass through an instruction unchanged: those that are moved, those that a mask keeps,
 * and those that a condition chooses. What a mask is, its value says; whether a condition held, the
 * flags. A mask of the code is looked at bit by bit, another one byte by byte: of two numbers that
 * are put together some bits always look as if they came from one of them.
 */
final class BitFlow {

  private static final BitSource FILL = new BitSource.Fill();
  private static final BitSource COMPUTED = new BitSource.Computed();
  private static final int ALL = 0xff;
  private static final Set<Operation> CHOICES =
      Set.of(Operation.CHOOSE, Operation.CHOOSE_EQUAL, Operation.ONE_OF);

  private final Effect effect;
  private final List<@Nullable Long> values;
  private final AskedBits bits;
  private final @Nullable Integer choice;

  private BitFlow(Effect effect, List<@Nullable Long> values, AskedBits bits) {
    this.effect = effect;
    this.values = values;
    this.bits = bits;
    Integer decided = Arithmetic.choice(effect, values);
    boolean chooses = CHOICES.contains(effect.operation());
    this.choice = decided == null && chooses ? seenChoice() : decided;
  }

  /**
   * Where bits of an effect's target come from.
   *
   * @param values of the inputs, null where they are not known
   */
  static List<BitSource> of(Effect effect, List<@Nullable Long> values, AskedBits bits) {
    BitFlow flow = new BitFlow(effect, values, bits);
    List<BitSource> sources = new ArrayList<>();
    for (int bit : bits.numbers()) {
      sources.add(bit >= effect.width() * Byte.SIZE ? FILL : flow.at(bit));
    }
    return sources;
  }

  /** Of two inputs the one that it must have been, since the other is something else. */
  private @Nullable Integer seenChoice() {
    boolean notFirst = differ(0);
    boolean notSecond = differ(1);
    return notFirst == notSecond ? null : notFirst ? 1 : 0;
  }

  private boolean differ(int input) {
    Long value = values.get(input);
    return value != null && bits.differ(value);
  }

  private BitSource at(int bit) {
    return switch (effect.operation()) {
      case COPY, SIGN_EXTEND -> moved(0, bit);
      case AND, OR, XOR -> isConstant(1) ? masked(bit, constant(1)) : combined(bit);
      case BIT_SET, BIT_CLEAR -> isNamed(bit) ? new BitSource.Moved(1, bit) : moved(0, bit);
      case BIT_FLIP -> isNamed(bit) ? COMPUTED : moved(0, bit);
      case ADD -> isDoubled() ? shiftedBy(bit, 1, false) : added(bit);
      case SUBTRACT -> added(bit);
      case SHIFT_LEFT -> shifted(bit, 1, false);
      case SHIFT_RIGHT, SHIFT_SIGNED -> shifted(bit, -1, false);
      case ROTATE_LEFT -> shifted(bit, 1, true);
      case ROTATE_RIGHT -> shifted(bit, -1, true);
      case SWAP_BYTES ->
          moved(0, (effect.width() - 1 - bit / Byte.SIZE) * Byte.SIZE + bit % Byte.SIZE);
      case CHOOSE, CHOOSE_EQUAL, ONE_OF -> choice == null ? COMPUTED : moved(choice, bit);
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

  private BitSource moved(int input, int bit) {
    Slot slot = effect.inputs().get(input);
    return slot instanceof Slot.Constant || bit < slot.size() * Byte.SIZE
        ? new BitSource.Moved(input, bit)
        : FILL;
  }

  /** That a sum happens to be one of its parts does not make it a copy. */
  private BitSource added(int bit) {
    return isConstant(1) && constant(1) == 0 ? moved(0, bit) : COMPUTED;
  }

  private boolean isDoubled() {
    return bits.isSingle() && effect.inputs().get(0).equals(effect.inputs().get(1));
  }

  // ---- masks ----

  private boolean isConstant(int input) {
    return effect.inputs().get(input) instanceof Slot.Constant;
  }

  private long constant(int input) {
    return ((Slot.Constant) effect.inputs().get(input)).value();
  }

  /** Whether it is the bit that a bit instruction is about. */
  private boolean isNamed(int bit) {
    Long number = values.get(1);
    return number == null || Math.floorMod(number, effect.width() * Byte.SIZE) == bit;
  }

  private BitSource masked(int bit, long mask) {
    boolean one = (mask >>> Math.min(bit, Long.SIZE - 1) & 1) != 0;
    return switch (effect.operation()) {
      case AND -> one || leavesByte(bit / Byte.SIZE, mask) ? moved(0, bit) : moved(1, bit);
      case OR -> one ? moved(1, bit) : moved(0, bit);
      default -> one ? COMPUTED : moved(0, bit);
    };
  }

  /** A mask that cleared nothing leaves whole bytes as they were; single bits it has cleared. */
  private boolean leavesByte(int number, long mask) {
    Integer value = byteOf(0, number);
    return value != null && !bits.isSingle() && (value & mask >>> (number * Byte.SIZE)) == value;
  }

  /**
   * What a bitwise operation leaves. Where each input would keep the other's bits, only those
   * beside them can tell which one is the mask.
   */
  private BitSource combined(int bit) {
    int number = bit / Byte.SIZE;
    int asked = bits.inByte(number);
    int neutral = effect.operation() == Operation.AND ? ALL & asked : 0;
    Integer first = asked(byteOf(0, number), asked);
    Integer second = asked(byteOf(1, number), asked);
    boolean firstKeeps = first != null && first == neutral;
    boolean secondKeeps = second != null && second == neutral;
    if (firstKeeps && secondKeeps) {
      return new BitSource.Either(bit);
    }
    if (secondKeeps) {
      return moved(0, bit);
    }
    if (firstKeeps) {
      return moved(1, bit);
    }
    boolean clears = neutral != 0 && (isZero(first) || isZero(second));
    return clears ? FILL : COMPUTED;
  }

  private static boolean isZero(@Nullable Integer value) {
    return value != null && value == 0;
  }

  private static @Nullable Integer asked(@Nullable Integer value, int mask) {
    return value == null ? null : value & mask;
  }

  private @Nullable Integer byteOf(int input, int number) {
    Long value = values.get(input);
    return value == null || number >= Long.BYTES
        ? null
        : (int) (value >>> (number * Byte.SIZE)) & ALL;
  }

  // ---- shifts ----

  private BitSource shifted(int bit, int direction, boolean around) {
    Long by = values.get(1);
    if (by == null) {
      return COMPUTED;
    }
    return shiftedBy(bit, direction * Arithmetic.count(by, effect.width()), around);
  }

  private BitSource shiftedBy(int bit, int count, boolean around) {
    int width = effect.width() * Byte.SIZE;
    if (count % Byte.SIZE != 0 && !bits.isSingle()) {
      return COMPUTED;
    }
    int from = bit - count;
    if (around) {
      return moved(0, Math.floorMod(from, width));
    }
    return from < 0 || from >= width ? FILL : moved(0, from);
  }
}
