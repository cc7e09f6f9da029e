package dev.rrq.shell.effects;

import dev.rrq.planner.replay.Operation;
import dev.rrq.planner.replay.Slot;

/** Instructions that give and take: memory or a register against a register, if equal or always. */
final class Exchanges {

  private final Operands operands;
  private final EffectList effects;

  Exchanges(Operands operands, EffectList effects) {
    this.operands = operands;
    this.effects = effects;
  }

  /** False if it is none of these. */
  boolean known(String name) {
    switch (name) {
      case "xchg" -> {
        effects.write(0, Operation.COPY, operands.in(1));
        effects.write(1, Operation.COPY, operands.in(0));
      }
      case "xadd" -> {
        effects.write(0, Operation.ADD, operands.in(0), operands.in(1));
        effects.write(1, Operation.COPY, operands.in(0));
        effects.add(EffectList.FLAGS, Operation.FLAGS_ADD, 4, operands.in(0), operands.in(1));
      }
      case "cmpxchg" -> compareAndExchange();
      case "cmpxchg8b" -> compareAndExchangePair(4);
      case "cmpxchg16b" -> compareAndExchangePair(8);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void compareAndExchange() {
    int width = operands.size(0);
    Slot expected = Operands.low("rax", width);
    Slot old = operands.in(0);
    effects.write(0, Operation.CHOOSE_EQUAL, operands.in(1), old, old, expected);
    expectedFrom("rax", old, width);
    effects.add(EffectList.FLAGS, Operation.FLAGS_SUBTRACT, 4, expected, old);
  }

  /** Where they are equal, the register holds the old value as it is. */
  private void expectedFrom(String register, Slot old, int width) {
    if (width != Integer.BYTES) {
      effects.add(Operands.low(register, width), Operation.COPY, width, old);
    } else {
      effects.add(Operands.whole(register), Operation.OTHER, Long.BYTES, old);
    }
  }

  /** Both halves are exchanged, or none; one half alone does not tell which. */
  private void compareAndExchangePair(int half) {
    Slot low = new Slot.Load(0, half);
    Slot high = new Slot.Load(half, half);
    Slot newLow = Operands.low("rbx", half);
    Slot newHigh = Operands.low("rcx", half);
    effects.add(new Slot.Store(0, half), Operation.ONE_OF, half, newLow, low);
    effects.add(new Slot.Store(half, half), Operation.ONE_OF, half, newHigh, high);
    expectedFrom("rax", low, half);
    expectedFrom("rdx", high, half);
    effects.add(EffectList.FLAGS, Operation.OTHER, 4, low, high);
  }
}
