package dev.rrq.shell.effects;

import dev.rrq.indexer.disassembly.Disassembler;
import dev.rrq.indexer.disassembly.Instruction;
import dev.rrq.indexer.disassembly.Operand;
import dev.rrq.indexer.disassembly.RegisterView;
import dev.rrq.planner.replay.Slot;
import java.util.Optional;

/** The operands of an instruction as slots. */
final class Operands {

  private static final int UNKNOWN_REGISTER_BYTES = 64;

  private final Instruction instruction;
  private final Disassembler names;

  Operands(Instruction instruction, Disassembler names) {
    this.instruction = instruction;
    this.names = names;
  }

  int count() {
    return instruction.operands().size();
  }

  int size(int number) {
    return instruction.operands().get(number).size();
  }

  boolean isMemory(int number) {
    return instruction.operands().get(number) instanceof Operand.Memory;
  }

  boolean isVector(int number) {
    return instruction.operands().get(number) instanceof Operand.Register register
        && names.registerName(register.id()).contains("mm");
  }

  boolean isVectorAmong() {
    for (int i = 0; i < count(); i++) {
      if (isVector(i)) {
        return true;
      }
    }
    return false;
  }

  boolean areSame(int one, int other) {
    return instruction.operands().get(one) instanceof Operand.Register first
        && instruction.operands().get(other) instanceof Operand.Register second
        && first.id() == second.id();
  }

  boolean isWritten(int number) {
    return instruction.operands().get(number).written();
  }

  boolean isRead(int number) {
    return instruction.operands().get(number).read();
  }

  Operand.Memory memory(int number) {
    return (Operand.Memory) instruction.operands().get(number);
  }

  /** What is read of an operand. */
  Slot in(int number) {
    Operand operand = instruction.operands().get(number);
    if (operand instanceof Operand.Immediate immediate) {
      return new Slot.Constant(immediate.value(), operand.size());
    }
    return operand instanceof Operand.Register register
        ? register(register.id())
        : new Slot.Load(operand.size());
  }

  /** What is written of an operand: all of a register whose lower half is, since zeros follow. */
  Slot out(int number) {
    Operand operand = instruction.operands().get(number);
    if (operand instanceof Operand.Register register) {
      Slot.Register slot = register(register.id());
      return slot.size() == Integer.BYTES && !isVector(number)
          ? new Slot.Register(slot.name(), 0, Long.BYTES)
          : slot;
    }
    return new Slot.Store(operand.size());
  }

  /** A register by its number. */
  Slot.Register register(int id) {
    String name = names.registerName(id);
    Optional<RegisterView> view = RegisterView.of(name);
    return view.map(
            v -> new Slot.Register(v.whole(), v.shift() / Byte.SIZE, Math.max(1, v.bits() / 8)))
        .orElseGet(() -> new Slot.Register(name, 0, UNKNOWN_REGISTER_BYTES));
  }

  /** A register by the name of the widest one that holds it. */
  static Slot.Register whole(String name) {
    return new Slot.Register(name, 0, Long.BYTES);
  }

  /** The lowest bytes of a register. */
  static Slot.Register low(String name, int size) {
    return new Slot.Register(name, 0, size);
  }
}
