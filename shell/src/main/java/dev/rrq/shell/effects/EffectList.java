package dev.rrq.shell.effects;

import dev.rrq.planner.replay.Effect;
import dev.rrq.planner.replay.Operation;
import dev.rrq.planner.replay.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The effects of an instruction, as they are found. */
final class EffectList {

  static final Slot.Register FLAGS = new Slot.Register("eflags", 0, 4);

  private final Operands operands;
  private final List<Effect> effects = new ArrayList<>();

  EffectList(Operands operands) {
    this.operands = operands;
  }

  List<Effect> all() {
    return List.copyOf(effects);
  }

  void clear() {
    effects.clear();
  }

  void add(Effect effect) {
    effects.add(effect);
  }

  void add(Slot target, Operation operation, int width, Slot... inputs) {
    effects.add(new Effect(target, operation, width, List.of(inputs), ""));
  }

  /** To an operand, from some inputs. */
  void write(int operand, Operation operation, Slot... inputs) {
    add(operands.out(operand), operation, operands.size(operand), inputs);
  }

  /** The names of the registers that are written. */
  Set<String> registers() {
    return effects.stream()
        .map(Effect::target)
        .filter(Slot.Register.class::isInstance)
        .map(target -> ((Slot.Register) target).name())
        .collect(Collectors.toSet());
  }
}
