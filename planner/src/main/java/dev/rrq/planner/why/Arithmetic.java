package dev.rrq.planner.why;

import dev.rrq.planner.replay.Effect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operations of instructions give, where it can be told from their inputs. */
final class Arithmetic {

  private static final int CARRY = 1;
  private static final int PARITY = 1 << 2;
  private static final int ZERO = 1 << 6;
  private static final int SIGN = 1 << 7;
  private static final int OVERFLOW = 1 << 11;
  private static final int WIDE_COUNT = 0x3f;
  private static final int NARROW_COUNT = 0x1f;

  private Arithmetic() {}

  /** The lowest bytes of a value, with zeros above them. */
  static long low(long value, int bytes) {
    return bytes >= Long.BYTES ? value : value & ((1L << (bytes * Byte.SIZE)) - 1);
  }

  /** The lowest bytes of a value, with their sign above them. */
  static long signed(long value, int bytes) {
    int unused = Long.SIZE - Math.min(Long.BYTES, bytes) * Byte.SIZE;
    return value << unused >> unused;
  }

  /** What an effect writes; null if that cannot be told. */
  static @Nullable Long result(Effect effect, List<@Nullable Long> inputs) {
    if (effect.width() > Long.BYTES) {
      return null;
    }
    Long chosen = chosen(effect, inputs);
    if (chosen != null) {
      return low(chosen, effect.width());
    }
    for (Long input : inputs) {
      if (input == null) {
        return null;
      }
    }
    Long result = computed(effect, inputs.stream().mapToLong(Long::longValue).toArray());
    return result == null ? null : low(result, effect.width());
  }

  /** Of two inputs the one that is chosen need be known. */
  private static @Nullable Long chosen(Effect effect, List<@Nullable Long> inputs) {
    Integer which = choice(effect, inputs);
    return which == null ? null : inputs.get(which);
  }

  /** Which of its first two inputs an effect takes; null if it takes none, or that is not known. */
  static @Nullable Integer choice(Effect effect, List<@Nullable Long> inputs) {
    switch (effect.operation()) {
      case CHOOSE -> {
        Long flags = inputs.get(2);
        Boolean holds = flags == null ? null : holds(effect.condition(), flags);
        return holds == null ? null : holds ? 0 : 1;
      }
      case CHOOSE_EQUAL -> {
        Long one = inputs.get(2);
        Long other = inputs.get(3);
        return one == null || other == null ? null : one.longValue() == other ? 0 : 1;
      }
      default -> {
        return null;
      }
    }
  }

  private static @Nullable Long computed(Effect effect, long[] in) {
    int width = effect.width();
    int inputSize = effect.inputs().isEmpty() ? width : effect.inputs().get(0).size();
    return switch (effect.operation()) {
      case COPY -> in[0];
      case SIGN_EXTEND -> signed(in[0], inputSize);
      case AND -> in[0] & in[1];
      case OR -> in[0] | in[1];
      case XOR -> in[0] ^ in[1];
      case ADD -> in[0] + in[1];
      case SUBTRACT -> in[0] - in[1];
      case MULTIPLY -> in[0] * in[1];
      case NOT -> ~in[0];
      case NEGATE -> -in[0];
      case SHIFT_LEFT -> low(in[0], width) << count(in[1], width);
      case SHIFT_RIGHT -> low(in[0], width) >>> count(in[1], width);
      case SHIFT_SIGNED -> signed(in[0], width) >> count(in[1], width);
      case ROTATE_LEFT -> rotated(low(in[0], width), count(in[1], width), width);
      case ROTATE_RIGHT ->
          rotated(low(in[0], width), width * Byte.SIZE - count(in[1], width), width);
      case SWAP_BYTES -> Long.reverseBytes(in[0]) >>> (Long.SIZE - width * Byte.SIZE);
      case BIT_SET -> in[0] | bit(in[1], width);
      case BIT_CLEAR -> in[0] & ~bit(in[1], width);
      case BIT_FLIP -> in[0] ^ bit(in[1], width);
      case SCALED_ADD -> in[0] + in[1] * in[2];
      case TEST -> {
        Boolean holds = holds(effect.condition(), in[0]);
        yield holds == null ? null : holds ? 1L : 0L;
      }
      case FLAGS_AND -> flags(in[0] & in[1], inputSize, false, false);
      case FLAGS_OR -> flags(in[0] | in[1], inputSize, false, false);
      case FLAGS_XOR -> flags(in[0] ^ in[1], inputSize, false, false);
      case FLAGS_ADD -> added(in[0], in[1], inputSize);
      case FLAGS_SUBTRACT -> subtracted(in[0], in[1], inputSize);
      case CHOOSE, CHOOSE_EQUAL, ONE_OF, OTHER -> null;
    };
  }

  /** The bit of a number, which goes on beyond the width in the memory behind it. */
  private static long bit(long number, int width) {
    return 1L << Math.floorMod(number, width * Byte.SIZE);
  }

  /** By how many bits a shift goes. */
  static int count(long count, int width) {
    return (int) (count & (width == Long.BYTES ? WIDE_COUNT : NARROW_COUNT));
  }

  private static long rotated(long value, int count, int width) {
    int bits = width * Byte.SIZE;
    int by = Math.floorMod(count, bits);
    return by == 0 ? value : value << by | value >>> (bits - by);
  }

  private static long added(long one, long other, int size) {
    long sum = low(one + other, size);
    boolean carry = Long.compareUnsigned(sum, low(one, size)) < 0;
    boolean overflow = signed((one ^ sum) & (other ^ sum), size) < 0;
    return flags(sum, size, carry, overflow);
  }

  private static long subtracted(long one, long other, int size) {
    boolean carry = Long.compareUnsigned(low(one, size), low(other, size)) < 0;
    boolean overflow = signed((one ^ other) & (one ^ (one - other)), size) < 0;
    return flags(one - other, size, carry, overflow);
  }

  private static long flags(long result, int size, boolean carry, boolean overflow) {
    long flags = carry ? CARRY : 0;
    flags |= (Long.bitCount(result & 0xff) & 1) == 0 ? PARITY : 0;
    flags |= low(result, size) == 0 ? ZERO : 0;
    flags |= signed(result, size) < 0 ? SIGN : 0;
    flags |= overflow ? OVERFLOW : 0;
    return flags;
  }

  /** Whether a condition holds; null if there is no such one. */
  static @Nullable Boolean holds(String condition, long flags) {
    boolean carry = (flags & CARRY) != 0;
    boolean zero = (flags & ZERO) != 0;
    boolean sign = (flags & SIGN) != 0;
    boolean overflow = (flags & OVERFLOW) != 0;
    boolean parity = (flags & PARITY) != 0;
    return switch (condition) {
      case "e", "z" -> zero;
      case "ne", "nz" -> !zero;
      case "b", "c", "nae" -> carry;
      case "ae", "nc", "nb" -> !carry;
      case "be", "na" -> carry || zero;
      case "a", "nbe" -> !carry && !zero;
      case "s" -> sign;
      case "ns" -> !sign;
      case "o" -> overflow;
      case "no" -> !overflow;
      case "p", "pe" -> parity;
      case "np", "po" -> !parity;
      case "l", "nge" -> sign != overflow;
      case "ge", "nl" -> sign == overflow;
      case "le", "ng" -> zero || sign != overflow;
      case "g", "nle" -> !zero && sign == overflow;
      default -> null;
    };
  }
}
