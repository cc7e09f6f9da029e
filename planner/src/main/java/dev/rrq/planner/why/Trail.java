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
import java.util.Set;
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

  private final List<TracedInstruction> instructions;
  private final Values values;

  /** Follows bytes through these instructions. */
  public Trail(List<TracedInstruction> instructions) {
    this.instructions = instructions;
    this.values = new Values(instructions);
  }

  /**
   * Where bytes came from that an instruction stored.
   *
   * @param t of the store
   * @param paddr physical address of the first of the bytes
   * @param size how many of them
   */
  public Origin ofStore(long t, long paddr, int size) {
    boolean seen = false;
    for (int at = instructions.size() - 1; at >= 0 && instructions.get(at).t() >= t; at--) {
      seen |= instructions.get(at).t() == t;
      MemoryOperand stored = new MemoryOperand(instructions.get(at).stores());
      int first = instructions.get(at).t() == t ? stored.offsetOf(paddr) : -1;
      if (first >= 0) {
        return stored(at, stored, first, size);
      }
    }
    return new Origin.Unknown(
        seen ? "the replay has no such store" : "the replay has no such instruction");
  }

  private Origin stored(int at, MemoryOperand stored, int first, int size) {
    byte[] expected = new byte[size];
    for (int i = 0; i < size; i++) {
      Integer b = stored.byteAt(first + i);
      if (b == null) {
        return new Origin.Unknown("the replay has only a part of the store");
      }
      expected[i] = b.byteValue();
    }
    for (Effect effect : instructions.get(at).effects()) {
      if (effect.target() instanceof Slot.Store target
          && target.first() <= first
          && first < target.first() + target.size()) {
        int from = first - target.first();
        // What lies beyond the part that begins here is told of by another question.
        int count = Math.min(size, Math.max(1, target.size() - from));
        int[] offsets = IntStream.range(from, from + count).toArray();
        return new Way(true, 0, Arrays.copyOf(expected, count)).through(at, effect, offsets);
      }
    }
    return computed(at, null, true);
  }

  /** Bytes on their way back. */
  private final class Way {
    private final boolean withInputs;
    private final List<TracedInstruction> moves = new ArrayList<>();
    private final byte[] all;

    /** Which of the bytes that were asked for are still followed. */
    private int[] kept;

    /** The instruction behind the first register that was looked at. */
    private int start;

    Way(boolean withInputs, int first, byte[] expected) {
      this.withInputs = withInputs;
      this.all = expected;
      this.kept = IntStream.range(first, first + expected.length).toArray();
    }

    /** From what an instruction wrote to what it read. */
    Origin through(int at, Effect effect, int[] offsets) {
      List<ByteSource> sources = ByteFlow.of(effect, offsets, inputs(at, effect), seen());
      int input = mostly(sources);
      if (input < 0) {
        return sources.stream().anyMatch(source -> !(source instanceof ByteSource.Fill))
            ? computed(at, effect, withInputs)
            : new Origin.Constant(instructions.get(at));
      }
      int[] from = keep(sources, input);
      Slot slot = effect.inputs().get(input);
      if (slot instanceof Slot.Constant) {
        return new Origin.Constant(instructions.get(at));
      }
      if (slot instanceof Slot.Register register) {
        moves.add(instructions.get(at));
        int[] inWhole = Arrays.stream(from).map(offset -> offset + register.first()).toArray();
        return register(at, register.name(), inWhole);
      }
      int load = ((Slot.Load) slot).first();
      return memory(at, Arrays.stream(from).map(offset -> offset + load).toArray());
    }

    /** The bytes that are still followed; empty if they are not known. */
    private byte[] seen() {
      byte[] seen = new byte[all.length == 0 ? 0 : kept.length];
      for (int i = 0; i < seen.length; i++) {
        seen[i] = all[kept[i]];
      }
      return seen;
    }

    /** The input that most of the bytes come from; negative if most are computed, or filled in. */
    private int mostly(List<ByteSource> sources) {
      int[] counts = new int[8];
      int computed = 0;
      int either = 0;
      int best = -1;
      for (ByteSource source : sources) {
        if (source instanceof ByteSource.Moved moved) {
          counts[moved.input()]++;
          best = best < 0 || counts[moved.input()] > counts[best] ? moved.input() : best;
        } else if (source instanceof ByteSource.Computed) {
          computed++;
        } else if (source instanceof ByteSource.Either) {
          either++;
        }
      }
      return best >= 0 && counts[best] + either >= computed ? best : -1;
    }

    private int[] keep(List<ByteSource> sources, int input) {
      List<Integer> still = new ArrayList<>();
      List<Integer> offsets = new ArrayList<>();
      for (int i = 0; i < sources.size(); i++) {
        ByteSource source = sources.get(i);
        if (source instanceof ByteSource.Moved moved && moved.input() == input) {
          still.add(kept[i]);
          offsets.add(moved.offset());
        } else if (source instanceof ByteSource.Either either) {
          still.add(kept[i]);
          offsets.add(either.offset());
        }
      }
      kept = still.stream().mapToInt(Integer::intValue).toArray();
      return offsets.stream().mapToInt(Integer::intValue).toArray();
    }

    /** To the instruction before one that wrote the bytes of a register. */
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

    /** Those bytes of a register that an instruction wrote, or else those that it left. */
    private Origin written(int at, Effect effect, int[] offsets) {
      Slot.Register target = (Slot.Register) effect.target();
      List<ByteSource> sides = new ArrayList<>();
      for (int offset : offsets) {
        boolean inside = covers(target, offset);
        sides.add(new ByteSource.Moved(inside ? 1 : 0, offset));
      }
      int side = mostly(sides);
      int[] left = keep(sides, side);
      if (side == 0) {
        return register(at, target.name(), left);
      }
      int[] inTarget = Arrays.stream(left).map(offset -> offset - target.first()).toArray();
      return through(at, effect, inTarget);
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
        if (offsets[i] < Long.BYTES
            && all.length > kept[i]
            && (byte) (value >>> (offsets[i] * Byte.SIZE)) != all[kept[i]]) {
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
        Integer b = loaded.byteAt(offsets[i]);
        if (b == null || (all.length > 0 && b.byteValue() != all[kept[i]])) {
          return new Origin.Unknown(
              "'%s' loaded another value than was stored".formatted(instruction.text()));
        }
      }
      int low = Arrays.stream(offsets).min().orElseThrow();
      int count = together(loaded, low, offsets.length);
      long bits = 0;
      for (int i = count - 1; i >= 0; i--) {
        Integer b = loaded.byteAt(low + i);
        bits = bits << Byte.SIZE | (b == null ? 0 : b);
      }
      return new Origin.Memory(
          instruction,
          loaded.paddr(low),
          loaded.vaddr(low),
          count,
          bits,
          kept[0],
          List.copyOf(moves));
    }
  }

  /** How many of the bytes lie side by side in physical memory too. */
  private static int together(MemoryOperand operand, int low, int most) {
    int count = 1;
    while (count < most && operand.paddr(low + count) == operand.paddr(low) + count) {
      count++;
    }
    return count;
  }

  private static boolean covers(Slot.Register target, int offset) {
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
    int[] offsets = IntStream.range(0, slot.size()).toArray();
    byte[] expected = new byte[value == null ? 0 : slot.size()];
    for (int i = 0; i < expected.length && value != null; i++) {
      expected[i] = (byte) (value >>> (i * Byte.SIZE));
    }
    Way way = new Way(false, 0, expected);
    way.kept = offsets;
    if (!(slot instanceof Slot.Register register)) {
      return new Origin.Input("memory", value, slot.size(), way.memory(at, offsets));
    }
    int[] inWhole = Arrays.stream(offsets).map(offset -> offset + register.first()).toArray();
    return new Origin.Input(
        register.name(), value, slot.size(), way.register(at, register.name(), inWhole));
  }
}
