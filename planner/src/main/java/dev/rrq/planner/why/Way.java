package dev.rrq.planner.why;

import dev.rrq.planner.replay.Effect;
import dev.rrq.planner.replay.Operation;
import dev.rrq.planner.replay.Registers;
import dev.rrq.planner.replay.Slot;
import dev.rrq.planner.replay.TracedInstruction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Bits on their way back through the instructions of a {@link Trail}: from what an instruction
 * wrote to what it read, through registers to the load, constant or computation that they are of.
 */
final class Way {

  /** The second input of these names the bit that they set or clear. */
  private static final Set<Operation> BIT_INSTRUCTIONS =
      Set.of(Operation.BIT_SET, Operation.BIT_CLEAR);

  /** No input is known to be the one, but either could be. */
  private static final int EITHER = -2;

  private final Trail trail;

  /** What was asked for; the operand of a computation has no place. */
  private final @Nullable Place place;

  /** The bytes that were asked for, as they were stored; empty if they are not known. */
  private final byte[] all;

  /** Where ways go that part from this one; null where only one is followed. */
  private final @Nullable List<Supplier<Strand>> branches;

  private final List<TracedInstruction> moves = new ArrayList<>();

  /** Which of the bits that were asked for are still followed. */
  private int[] kept;

  /** The instruction behind the first register that was looked at. */
  private int start;

  /**
   * A way that begins.
   *
   * @param place what was asked for; null for the operand of a computation
   * @param all the bytes that were asked for, as they were stored; empty if they are not known
   * @param kept the bits that are followed, counted in those bytes
   * @param branches is given the ways that part from this one; null where only one is followed
   */
  Way(
      Trail trail,
      @Nullable Place place,
      byte[] all,
      int[] kept,
      @Nullable List<Supplier<Strand>> branches) {
    this.trail = trail;
    this.place = place;
    this.all = all;
    this.kept = kept;
    this.branches = branches;
  }

  /** The way of some of the bits. */
  private Way of(int[] bits, @Nullable List<Supplier<Strand>> parting) {
    Way way = new Way(trail, place, all, bits, parting);
    way.moves.addAll(moves);
    way.start = start;
    return way;
  }

  /** The part of the place whose bits are still followed, and where they came from. */
  Strand strand(Origin origin) {
    Place whole = Objects.requireNonNull(place);
    long mask = 0;
    for (int bit : kept) {
      mask |= bit < Long.SIZE ? 1L << bit : 0;
    }
    Place part =
        whole.size() > Long.BYTES
            ? whole.part(whole.paddr() + low(kept), whole.paddr() + high(kept))
            : new Place(whole.paddr(), whole.size(), whole.t(), whole.at(), mask).trimmed();
    boolean isLeft =
        origin instanceof Origin.Memory memory
            && memory.paddr() * Byte.SIZE == whole.paddr() * Byte.SIZE + memory.shift();
    return new Strand(part, origin, isLeft);
  }

  /** From what an instruction wrote to what it read. */
  Origin through(int at, Effect effect, int[] offsets) {
    AskedBits bits = new AskedBits(offsets, seen(), place != null && !place.isWhole());
    List<BitSource> sources = BitFlow.of(effect, trail.inputs(at, effect), bits);
    int input = mostly(sources);
    if (input == EITHER) {
      input = oneOf(at, effect, offsets);
    }
    if (input < 0 && sources.stream().allMatch(source -> source instanceof BitSource.Fill)) {
      return new Origin.Constant(trail.instruction(at));
    }
    if (input < 0) {
      return trail.computed(at, effect, place != null);
    }
    part(at, effect, sources, input);
    return from(at, effect, input, keep(sources, input));
  }

  private Origin from(int at, Effect effect, int input, int[] from) {
    Slot slot = effect.inputs().get(input);
    boolean names = input == 1 && BIT_INSTRUCTIONS.contains(effect.operation());
    if (slot instanceof Slot.Constant || names) {
      return new Origin.Constant(trail.instruction(at));
    }
    if (slot instanceof Slot.Register register) {
      moves.add(trail.instruction(at));
      int first = register.first() * Byte.SIZE;
      int[] inWhole = Arrays.stream(from).map(offset -> offset + first).toArray();
      return register(at, register.name(), inWhole);
    }
    int load = ((Slot.Load) slot).first() * Byte.SIZE;
    return memory(at, Arrays.stream(from).map(offset -> offset + load).toArray());
  }

  /** Lets the bits that come from elsewhere go their own way. */
  private void part(int at, Effect effect, List<BitSource> sources, int input) {
    List<Supplier<Strand>> parting = branches;
    if (parting == null) {
      return;
    }
    for (int other = 0; other < effect.inputs().size(); other++) {
      Way way = of(kept, parting);
      int[] from = other == input ? new int[0] : way.keepMoved(sources, other);
      int number = other;
      if (from.length > 0) {
        parting.add(() -> way.strand(way.from(at, effect, number, from)));
      }
    }
    int[] computed =
        IntStream.range(0, kept.length)
            .filter(i -> sources.get(i) instanceof BitSource.Computed)
            .map(i -> kept[i])
            .toArray();
    if (computed.length > 0) {
      Way way = of(computed, parting);
      parting.add(() -> way.strand(trail.computed(at, effect, true)));
    }
  }

  /** The bits that are still followed; empty if they are not known. */
  private boolean[] seen() {
    boolean[] seen = new boolean[all.length == 0 ? 0 : kept.length];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = bit(kept[i]);
    }
    return seen;
  }

  private boolean bit(int number) {
    return (all[number / Byte.SIZE] >>> (number % Byte.SIZE) & 1) != 0;
  }

  /** What says something weighs more than zeros do. */
  private int weight(int number) {
    int of = number / Byte.SIZE;
    return of < all.length && all[of] != 0 ? Byte.SIZE : 1;
  }

  /** The input that most of the bits come from; negative if most are computed, or filled in. */
  private int mostly(List<BitSource> sources) {
    int[] counts = new int[8];
    int computed = 0;
    int either = 0;
    int best = -1;
    for (int i = 0; i < sources.size(); i++) {
      BitSource source = sources.get(i);
      int weight = weight(kept[i]);
      if (source instanceof BitSource.Moved moved) {
        counts[moved.input()] += weight;
        best = best < 0 || counts[moved.input()] > counts[best] ? moved.input() : best;
      } else if (source instanceof BitSource.Computed) {
        computed += weight;
      } else if (source instanceof BitSource.Either) {
        either += weight;
      }
    }
    if (best < 0 && either > computed) {
      return EITHER;
    }
    return best >= 0 && counts[best] + either >= computed ? best : -1;
  }

  /** Of two inputs that would leave single bits as they are the one that no mask cleared. */
  private int oneOf(int at, Effect effect, int[] offsets) {
    if (place == null || place.isWhole()) {
      return -1;
    }
    boolean first = of(kept, null).from(at, effect, 0, offsets) instanceof Origin.Constant;
    boolean second = of(kept, null).from(at, effect, 1, offsets) instanceof Origin.Constant;
    return first == second ? -1 : first ? 1 : 0;
  }

  private int[] keep(List<BitSource> sources, int input) {
    return keep(sources, input, true);
  }

  private int[] keepMoved(List<BitSource> sources, int input) {
    return keep(sources, input, false);
  }

  private int[] keep(List<BitSource> sources, int input, boolean withEither) {
    List<Integer> still = new ArrayList<>();
    List<Integer> offsets = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      BitSource source = sources.get(i);
      if (source instanceof BitSource.Moved moved && moved.input() == input) {
        still.add(kept[i]);
        offsets.add(moved.bit());
      } else if (withEither && source instanceof BitSource.Either either) {
        still.add(kept[i]);
        offsets.add(either.bit());
      }
    }
    kept = still.stream().mapToInt(Integer::intValue).toArray();
    return offsets.stream().mapToInt(Integer::intValue).toArray();
  }

  /** To the instruction before one that wrote the bits of a register. */
  Origin register(int at, String name, int[] offsets) {
    start = Math.max(start, at);
    for (int i = at; ; i--) {
      Registers told = trail.instruction(i).registers();
      Long value = told == null || name.equals(Values.FLAGS) ? null : told.value(name);
      if (value != null && !agrees(value, offsets)) {
        return new Origin.Unknown(
            "what '%s' is told to do does not explain what %s held"
                .formatted(trail.instruction(i).text(), name));
      }
      if (i == 0) {
        return new Origin.Before(name, start - i);
      }
      Effect effect = writer(i - 1, name, offsets);
      if (effect != null) {
        return written(i - 1, effect, offsets);
      }
    }
  }

  /** Those bits of a register that an instruction wrote, or else those that it left. */
  private Origin written(int at, Effect effect, int[] offsets) {
    Slot.Register target = (Slot.Register) effect.target();
    List<BitSource> sides = new ArrayList<>();
    for (int offset : offsets) {
      sides.add(new BitSource.Moved(covers(target, offset) ? 1 : 0, offset));
    }
    int side = mostly(sides);
    Way other = of(kept, branches);
    int[] left = other.keep(sides, 1 - side);
    if (branches != null && left.length > 0) {
      branches.add(() -> other.strand(other.side(1 - side, at, effect, left)));
    }
    return side(side, at, effect, keep(sides, side));
  }

  private Origin side(int side, int at, Effect effect, int[] offsets) {
    Slot.Register target = (Slot.Register) effect.target();
    if (side == 0) {
      return register(at, target.name(), offsets);
    }
    int first = target.first() * Byte.SIZE;
    return through(at, effect, Arrays.stream(offsets).map(bit -> bit - first).toArray());
  }

  private @Nullable Effect writer(int at, String name, int[] offsets) {
    for (Effect effect : trail.instruction(at).effects()) {
      if (effect.target() instanceof Slot.Register target
          && target.name().equals(name)
          && Arrays.stream(offsets).anyMatch(offset -> covers(target, offset))) {
        return effect;
      }
    }
    return null;
  }

  private boolean agrees(long value, int[] offsets) {
    for (int i = 0; i < offsets.length; i++) {
      if (offsets[i] < Long.SIZE
          && all.length > 0
          && (value >>> offsets[i] & 1) != 0 != bit(kept[i])) {
        return false;
      }
    }
    return true;
  }

  /** To the memory that an instruction loaded, or the device that it read. */
  Origin memory(int at, int[] offsets) {
    TracedInstruction instruction = trail.instruction(at);
    MemoryOperand loaded = new MemoryOperand(instruction.loads());
    if (loaded.isEmpty()) {
      return new Origin.Device(instruction);
    }
    for (int i = 0; i < offsets.length; i++) {
      Integer b = loaded.byteAt(offsets[i] / Byte.SIZE);
      boolean one = b != null && (b >>> (offsets[i] % Byte.SIZE) & 1) != 0;
      if (b == null || (all.length > 0 && one != bit(kept[i]))) {
        return new Origin.Unknown(
            "'%s' loaded another value than was stored".formatted(instruction.text()));
      }
    }
    int low = low(offsets);
    int count = together(loaded, low, high(offsets) - low);
    long bits = 0;
    for (int i = count - 1; i >= 0; i--) {
      Integer b = loaded.byteAt(low + i);
      bits = bits << Byte.SIZE | (b == null ? 0 : b);
    }
    long mask = 0;
    for (int offset : offsets) {
      int inPart = offset - low * Byte.SIZE;
      mask |= inPart < Long.SIZE ? 1L << inPart : 0;
    }
    return new Origin.Memory(
        instruction,
        loaded.paddr(low),
        loaded.vaddr(low),
        count,
        bits,
        shift(offsets, low),
        mask,
        List.copyOf(moves));
  }

  /** Bytes that were put in another order are told as they lie in memory. */
  private int shift(int[] offsets, int low) {
    int by = kept[0] - offsets[0];
    for (int i = 0; i < offsets.length; i++) {
      if (kept[i] - offsets[i] != by) {
        return low(kept) * Byte.SIZE;
      }
    }
    return by + low * Byte.SIZE;
  }

  /** The byte of the lowest bit. */
  private static int low(int[] bits) {
    return Arrays.stream(bits).min().orElseThrow() / Byte.SIZE;
  }

  /** The byte behind that of the highest bit. */
  private static int high(int[] bits) {
    return Arrays.stream(bits).max().orElseThrow() / Byte.SIZE + 1;
  }

  /** How many of the bytes lie side by side in physical memory too. */
  private static int together(MemoryOperand operand, int low, int most) {
    int count = 1;
    while (count < most && operand.paddr(low + count) == operand.paddr(low) + count) {
      count++;
    }
    return count;
  }

  private static boolean covers(Slot.Register target, int bit) {
    int offset = bit / Byte.SIZE;
    return target.first() <= offset && offset < target.first() + target.size();
  }
}
