package dev.rrq.planner.why;

import dev.rrq.planner.replay.Effect;
import dev.rrq.planner.replay.Registers;
import dev.rrq.planner.replay.Slot;
import dev.rrq.planner.replay.TracedInstruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of registers before instructions: as the emulator told them, and between that worked
 * out from what was loaded and computed since.
 */
public final class Values {

  /** While code runs, the emulator has their conditions elsewhere. */
  static final String FLAGS = "eflags";

  /** What an interrupt changes that comes before the next instruction. */
  private static final Set<String> CHANGED_BETWEEN = Set.of(FLAGS, "rsp");

  private final List<TracedInstruction> instructions;
  private final Map<Key, Optional<Long>> known = new HashMap<>();

  private record Key(int at, String register) {}

  /** Values in the course of these instructions. */
  public Values(List<TracedInstruction> instructions) {
    this.instructions = instructions;
  }

  /** The value of a whole register before an instruction; null if it cannot be told. */
  public @Nullable Long register(int at, String name) {
    int i = at;
    while (i >= 0) {
      Registers told = instructions.get(i).registers();
      if (told != null && !name.equals(FLAGS)) {
        return told.value(name);
      }
      i--;
      if (i >= 0 && isWritten(instructions.get(i), name)) {
        return written(i, name);
      }
    }
    return null;
  }

  private static boolean isWritten(TracedInstruction instruction, String name) {
    return instruction.effects().stream()
        .anyMatch(
            effect ->
                effect.target() instanceof Slot.Register register && register.name().equals(name));
  }

  /** The value of a register after an instruction that writes some of it. */
  private @Nullable Long written(int at, String name) {
    Key key = new Key(at, name);
    Optional<Long> before = known.get(key);
    if (before != null) {
      return before.orElse(null);
    }
    Long value = null;
    for (Effect effect : instructions.get(at).effects()) {
      if (effect.target() instanceof Slot.Register target && target.name().equals(name)) {
        value = merged(at, target, result(at, effect));
      }
    }
    if (value == null) {
      value = toldBehind(at, name);
    }
    known.put(key, Optional.ofNullable(value));
    return value;
  }

  /** What the emulator tells of a register that nothing has written since an instruction did. */
  private @Nullable Long toldBehind(int at, String name) {
    if (CHANGED_BETWEEN.contains(name)) {
      return null;
    }
    for (int i = at + 1; i < instructions.size(); i++) {
      Registers told = instructions.get(i).registers();
      if (told != null) {
        return told.value(name);
      }
      if (isWritten(instructions.get(i), name)) {
        return null;
      }
    }
    return null;
  }

  private @Nullable Long merged(int at, Slot.Register target, @Nullable Long part) {
    // Of the flags only the conditions are worked out, all of them at once.
    if (part == null || target.size() >= Long.BYTES || target.name().equals(FLAGS)) {
      return part;
    }
    Long whole = register(at, target.name());
    if (whole == null) {
      return null;
    }
    int shift = target.first() * Byte.SIZE;
    long mask = Arithmetic.low(-1L, target.size()) << shift;
    return (whole & ~mask) | (part << shift & mask);
  }

  /** What an effect of an instruction writes; null if it cannot be told. */
  public @Nullable Long result(int at, Effect effect) {
    List<@Nullable Long> inputs = new ArrayList<>();
    for (Slot input : effect.inputs()) {
      inputs.add(value(at, input));
    }
    return Arithmetic.result(effect, inputs);
  }

  /** What an instruction reads; null if it cannot be told. */
  public @Nullable Long value(int at, Slot slot) {
    if (slot instanceof Slot.Constant constant) {
      return constant.value();
    }
    if (slot.size() > Long.BYTES) {
      return null;
    }
    if (slot instanceof Slot.Register register) {
      Long whole = register(at, register.name());
      return whole == null
          ? null
          : Arithmetic.low(whole >>> (register.first() * Byte.SIZE), register.size());
    }
    TracedInstruction instruction = instructions.get(at);
    if (slot instanceof Slot.Load load) {
      return new MemoryOperand(instruction.loads()).value(load.first(), load.size());
    }
    Slot.Store store = (Slot.Store) slot;
    return new MemoryOperand(instruction.stores()).value(store.first(), store.size());
  }
}
