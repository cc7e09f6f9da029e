package dev.rrq.shell.effects;

import dev.rrq.planner.replay.Operation;
import dev.rrq.planner.replay.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** String instructions, one round of them. */
final class Strings {

  private static final Map<Character, Integer> WIDTHS = Map.of('b', 1, 'w', 2, 'd', 4, 'q', 8);

  private final EffectList effects;

  Strings(EffectList effects) {
    this.effects = effects;
  }

  static boolean isNamed(String name) {
    return name.matches("(movs|stos|lods)[bwdq]");
  }

  /** A round of an instruction of a name, which may be repeated. */
  void round(String name, boolean repeated) {
    int width = WIDTHS.get(name.charAt(name.length() - 1));
    Slot rax = Operands.low("rax", width);
    if (name.startsWith("movs")) {
      effects.add(new Slot.Store(width), Operation.COPY, width, new Slot.Load(width));
    } else if (name.startsWith("stos")) {
      effects.add(new Slot.Store(width), Operation.COPY, width, rax);
    } else {
      Slot target = width == Integer.BYTES ? Operands.whole("rax") : rax;
      effects.add(target, Operation.COPY, width, new Slot.Load(width));
    }
    List<String> stepped = new ArrayList<>();
    if (!name.startsWith("stos")) {
      stepped.add("rsi");
    }
    if (!name.startsWith("lods")) {
      stepped.add("rdi");
    }
    if (repeated) {
      stepped.add("rcx");
    }
    for (String register : stepped) {
      Slot whole = Operands.whole(register);
      effects.add(whole, Operation.OTHER, Long.BYTES, whole);
    }
  }
}
