package dev.rrq.planner.why;

import dev.rrq.planner.replay.Effect;
import dev.rrq.planner.replay.Operation;
import dev.rrq.planner.replay.Registers;
import dev.rrq.planner.replay.Slot;
import dev.rrq.planner.replay.TracedInstruction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Follows bytes backwards through instructions as they ran, one after the other: calls, interrupts
 * and switches to other tasks are nothing but more instructions here, and a register that they save
 * and restore is followed through the stack.
 */
public final class Trail {

  /** Inputs of these are looked up from the devices that they name. */
  private static final Set<String> INPUT = Set.of("in", "insb", "insw", "insd", "rdtsc", "rdtscp");

  private static final Set<Operation> BIT_INSTRUCTIONS =
      Set.of(Operation.BIT_SET, Operation.BIT_CLEAR);

  /** No input is known to be the one, but either could be. */
  private static final int EITHER = -2;

  /** So many parts that come from elsewhere are looked at. */
  private static final int MOST_BRANCHES = 8;

  private final List<TracedInstruction> instructions;
  private final Values values;

  /** Follows bytes through these instructions. */
  public Trail(List<TracedInstruction> instructions) {
    this.instructions = instructions;
    this.values = new Values(instructions);
  }

  /**
   * Where bytes came from that an instruction stored, or most of them.
   *
   * @param t of the store
   * @param paddr physical address of the first of the bytes
   * @param size how many of them
   */
  public Origin ofStore(long t, long paddr, int size) {
    return ofStore(t, Place.whole(paddr, size, t, 0)).get(0).origin();
  }

  /** Where the parts of what an instruction stored came from, the largest first. */
  List<Strand> ofStore(long t, Place place) {
    boolean seen = false;
    for (int at = instructions.size() - 1; at >= 0 && instructions.get(at).t() >= t; at--) {
      seen |= instructions.get(at).t() == t;
      MemoryOperand stored = new MemoryOperand(instructions.get(at).stores());
      int first = instructions.get(at).t() == t ? stored.offsetOf(place.paddr()) : -1;
      if (first >= 0) {
        return stored(at, stored, first, place);
      }
    }
    String reason = seen ? "the replay has no such store" : "the replay has no such instruction";
    return List.of(new Strand(place, new Origin.Unknown(reason), false));
  }

  private List<Strand> stored(int at, MemoryOperand stored, int first, Place place) {
    byte[] expected = new byte[place.size()];
    for (int i = 0; i < expected.length; i++) {
      Integer b = stored.byteAt(first + i);
      if (b == null) {
        Origin unknown = new Origin.Unknown("the replay has only a part of the store");
        return List.of(new Strand(place, unknown, false));
      }
      expected[i] = b.byteValue();
    }
    for (Effect effect : instructions.get(at).effects()) {
      if (effect.target() instanceof Slot.Store target
          && target.first() <= first
          && first < target.first() + target.size()) {
        // What lies beyond the part that begins here is told of by another question.
        int count = Math.min(place.size(), target.first() + target.size() - first);
        Place part = place.part(place.paddr(), place.paddr() + count);
        return strands(at, effect, first - target.first(), part, expected);
      }
    }
    return List.of(new Strand(place, computed(at, null, true), false));
  }

  private List<Strand> strands(int at, Effect effect, int from, Place part, byte[] expected) {
    List<Supplier<Strand>> branches = new ArrayList<>();
    int[] bits = IntStream.range(0, part.size() * Byte.SIZE).filter(part::has).toArray();
    Way way = new Way(part, expected, bits, branches);
    int[] offsets = Arrays.stream(bits).map(bit -> bit + from * Byte.SIZE).toArray();
    List<Strand> strands = new ArrayList<>();
    strands.add(way.strand(way.through(at, effect, offsets)));
    for (int i = 0; i < branches.size() && i < MOST_BRANCHES; i++) {
      strands.add(branches.get(i).get());
    }
    return Strand.joined(strands);
  }

  /** Bits on their way back. */
  private final class Way {
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

    Way(@Nullable Place place, byte[] all, int[] kept, @Nullable List<Supplier<Strand>> branches) {
      this.place = place;
      this.all = all;
      this.kept = kept;
      this.branches = branches;
    }

    /** The way of some of the bits. */
    private Way of(int[] bits, @Nullable List<Supplier<Strand>> parting) {
      Way way = new Way(place, all, bits, parting);
      way.moves.addAll(moves);
      way.start = start;
      return way;
    }

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
      List<BitSource> sources = BitFlow.of(effect, inputs(at, effect), bits);
      int input = mostly(sources);
      if (input == EITHER) {
        input = oneOf(at, effect, offsets);
      }
      if (input < 0 && sources.stream().allMatch(source -> source instanceof BitSource.Fill)) {
        return new Origin.Constant(instructions.get(at));
      }
      if (input < 0) {
        return computed(at, effect, place != null);
      }
      part(at, effect, sources, input);
      return from(at, effect, input, keep(sources, input));
    }

    private Origin from(int at, Effect effect, int input, int[] from) {
      Slot slot = effect.inputs().get(input);
      boolean names = input == 1 && BIT_INSTRUCTIONS.contains(effect.operation());
      if (slot instanceof Slot.Constant || names) {
        return new Origin.Constant(instructions.get(at));
      }
      if (slot instanceof Slot.Register register) {
        moves.add(instructions.get(at));
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
        parting.add(() -> way.strand(computed(at, effect, true)));
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
        Registers told = instructions.get(i).registers();
        Long value = told == null || name.equals(Values.FLAGS) ? null : told.value(name);
        if (value != null && !agrees(value, offsets)) {
          return new Origin.Unknown(
              "what '%s' is told to do does not explain what %s held"
                  .formatted(instructions.get(i).text(), name));
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
      for (Effect effect : instructions.get(at).effects()) {
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

    private Origin memory(int at, int[] offsets) {
      TracedInstruction instruction = instructions.get(at);
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

  private List<@Nullable Long> inputs(int at, Effect effect) {
    List<@Nullable Long> inputs = new ArrayList<>();
    for (Slot input : effect.inputs()) {
      // A plain copy is the same whatever it copies.
      inputs.add(effect.operation() == Operation.COPY ? null : values.value(at, input));
    }
    return inputs;
  }

  private Origin computed(int at, @Nullable Effect effect, boolean withInputs) {
    TracedInstruction instruction = instructions.get(at);
    String name = instruction.text().toLowerCase(Locale.ROOT).split(" ", 2)[0];
    if (INPUT.contains(name)) {
      return new Origin.Device(instruction);
    }
    List<Origin.Input> inputs = new ArrayList<>();
    if (withInputs && effect != null) {
      for (Slot slot : effect.inputs()) {
        if (!(slot instanceof Slot.Constant)) {
          inputs.add(input(at, slot));
        }
      }
    }
    return new Origin.Computed(instruction, inputs);
  }

  /** Where an operand came from: the last load, constant or computation of its register. */
  private Origin.Input input(int at, Slot slot) {
    Long value = values.value(at, slot);
    int[] offsets = IntStream.range(0, slot.size() * Byte.SIZE).toArray();
    byte[] expected = new byte[value == null ? 0 : slot.size()];
    for (int i = 0; i < expected.length && value != null; i++) {
      expected[i] = (byte) (value >>> (i * Byte.SIZE));
    }
    Way way = new Way(null, expected, offsets, null);
    if (!(slot instanceof Slot.Register register)) {
      return new Origin.Input("memory", value, slot.size(), way.memory(at, offsets));
    }
    int first = register.first() * Byte.SIZE;
    int[] inWhole = Arrays.stream(offsets).map(offset -> offset + first).toArray();
    return new Origin.Input(
        register.name(), value, slot.size(), way.register(at, register.name(), inWhole));
  }
}
