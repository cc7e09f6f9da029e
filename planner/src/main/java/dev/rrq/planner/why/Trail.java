package dev.rrq.planner.why;

import dev.rrq.planner.replay.Effect;
import dev.rrq.planner.replay.Operation;
import dev.rrq.planner.replay.Slot;
import dev.rrq.planner.replay.TracedInstruction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
    Way way = new Way(this, part, expected, bits, branches);
    int[] offsets = Arrays.stream(bits).map(bit -> bit + from * Byte.SIZE).toArray();
    List<Strand> strands = new ArrayList<>();
    strands.add(way.strand(way.through(at, effect, offsets)));
    for (int i = 0; i < branches.size() && i < MOST_BRANCHES; i++) {
      strands.add(branches.get(i).get());
    }
    return Strand.joined(strands);
  }

  TracedInstruction instruction(int at) {
    return instructions.get(at);
  }

  /** What the inputs of an effect held; null what is not known. */
  List<@Nullable Long> inputs(int at, Effect effect) {
    List<@Nullable Long> inputs = new ArrayList<>();
    for (Slot input : effect.inputs()) {
      // A plain copy is the same whatever it copies.
      inputs.add(effect.operation() == Operation.COPY ? null : values.value(at, input));
    }
    return inputs;
  }

  /** The end of a way at an instruction that computes, or that reads a device. */
  Origin computed(int at, @Nullable Effect effect, boolean withInputs) {
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
    Way way = new Way(this, null, expected, offsets, null);
    if (!(slot instanceof Slot.Register register)) {
      return new Origin.Input("memory", value, slot.size(), way.memory(at, offsets));
    }
    int first = register.first() * Byte.SIZE;
    int[] inWhole = Arrays.stream(offsets).map(offset -> offset + first).toArray();
    return new Origin.Input(
        register.name(), value, slot.size(), way.register(at, register.name(), inWhole));
  }
}
