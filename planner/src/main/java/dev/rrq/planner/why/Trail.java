package dev.rrq.planner.why;

import dev.rrq.planner.replay.ReplayedAccess;
import dev.rrq.planner.replay.TracedInstruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Follows a value backwards through instructions as they ran, one after the other: calls,
 * interrupts and switches to other tasks are nothing but more instructions here, and a register
 * that they save and restore is followed through the stack.
 */
public final class Trail {

  private final List<TracedInstruction> instructions;

  /** Follows values through these instructions. */
  public Trail(List<TracedInstruction> instructions) {
    this.instructions = List.copyOf(instructions);
  }

  /**
   * Where the value came from that an instruction stored.
   *
   * @param t of the store
   * @param paddr physical address of the store
   */
  public Origin ofStore(long t, long paddr) {
    for (int i = instructions.size() - 1; i >= 0; i--) {
      TracedInstruction instruction = instructions.get(i);
      if (instruction.t() == t) {
        return instruction.stores().stream()
            .filter(store -> store.paddr() == paddr)
            .findFirst()
            .map(store -> written(indexOf(instruction), store, new ArrayList<>(), true))
            .orElse(new Origin.Unknown("the replay has no such store"));
      }
    }
    return new Origin.Unknown("the replay has no such instruction");
  }

  private int indexOf(TracedInstruction instruction) {
    return instructions.lastIndexOf(instruction);
  }

  /** Where what an instruction writes comes from. */
  private Origin written(
      int at, ReplayedAccess store, List<TracedInstruction> moves, boolean withInputs) {
    TracedInstruction instruction = instructions.get(at);
    if (instruction.computes() || instruction.sources().size() > 1) {
      return withInputs ? computed(at) : new Origin.Computed(instruction, List.of());
    }
    if (!instruction.loads().isEmpty()) {
      return fromMemory(instruction, store, moves);
    }
    if (instruction.sources().isEmpty()) {
      return new Origin.Constant(instruction);
    }
    moves.add(instruction);
    return register(at - 1, instruction.sources().iterator().next(), store, moves, withInputs);
  }

  private static Origin fromMemory(
      TracedInstruction instruction, ReplayedAccess store, List<TracedInstruction> moves) {
    ReplayedAccess load = instruction.loads().get(instruction.loads().size() - 1);
    long mask = mask(Math.min(store.size(), load.size()));
    boolean same = ((load.newValue() ^ store.newValue()) & mask) == 0;
    return same
        ? new Origin.Memory(instruction, load, List.copyOf(moves))
        : new Origin.Unknown(
            "'%s' loaded another value than was stored".formatted(instruction.text()));
  }

  private static long mask(int bytes) {
    return bytes >= Long.BYTES ? -1L : (1L << (bytes * Byte.SIZE)) - 1;
  }

  private Origin register(
      int from, String name, ReplayedAccess store, List<TracedInstruction> moves, boolean inputs) {
    for (int i = from; i >= 0; i--) {
      if (instructions.get(i).targets().contains(name)) {
        return written(i, store, moves, inputs);
      }
    }
    return new Origin.Before(name, instructions.size());
  }

  private Origin computed(int at) {
    TracedInstruction instruction = instructions.get(at);
    List<Origin.Input> inputs = new ArrayList<>();
    for (ReplayedAccess load : instruction.loads()) {
      inputs.add(new Origin.Input("memory", new Origin.Memory(instruction, load, List.of())));
    }
    Set<String> sources = new TreeSet<>(instruction.sources());
    for (String source : sources) {
      inputs.add(new Origin.Input(source, input(at - 1, source)));
    }
    return new Origin.Computed(instruction, inputs);
  }

  /** Where an operand came from: the last load, constant or computation of its register. */
  private Origin input(int from, String name) {
    String register = name;
    List<TracedInstruction> moves = new ArrayList<>();
    for (int i = from; i >= 0; i--) {
      TracedInstruction instruction = instructions.get(i);
      if (!instruction.targets().contains(register)) {
        continue;
      }
      if (instruction.computes() || instruction.sources().size() > 1) {
        return new Origin.Computed(instruction, List.of());
      }
      if (!instruction.loads().isEmpty()) {
        ReplayedAccess load = instruction.loads().get(instruction.loads().size() - 1);
        return new Origin.Memory(instruction, load, List.copyOf(moves));
      }
      if (instruction.sources().isEmpty()) {
        return new Origin.Constant(instruction);
      }
      moves.add(instruction);
      register = instruction.sources().iterator().next();
    }
    return new Origin.Before(register, instructions.size());
  }
}
