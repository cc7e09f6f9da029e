package dev.rrq.planner.testing;

import dev.rrq.planner.replay.Effect;
import dev.rrq.planner.replay.Operation;
import dev.rrq.planner.replay.Registers;
import dev.rrq.planner.replay.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What instructions write, as text: effects {@code target[/width] = operation[.condition] inputs},
 * between semicolons, and behind an at sign the registers before. A slot is {@code rax}, {@code
 * rax:4}, {@code rax+1:1}, {@code load:8}, {@code store:8} or {@code #5}; a dash is no effect.
 */
final class ScriptedEffects {

  private ScriptedEffects() {}

  static List<Effect> effects(String text) {
    List<Effect> effects = new ArrayList<>();
    for (String effect : text.split("@", 2)[0].split(";", -1)) {
      if (effect.contains("=")) {
        effects.add(effect(effect.strip()));
      }
    }
    return effects;
  }

  private static Effect effect(String text) {
    String[] sides = text.split("=", 2);
    String[] target = sides[0].strip().split("/", 2);
    String[] words = sides[1].strip().split("\\s+", -1);
    String[] operation = words[0].split("\\.", 2);
    List<Slot> inputs = new ArrayList<>();
    for (int i = 1; i < words.length; i++) {
      inputs.add(slot(words[i]));
    }
    Slot written = slot(target[0]);
    return new Effect(
        written,
        Operation.valueOf(operation[0].toUpperCase(Locale.ROOT)),
        target.length > 1 ? Integer.parseInt(target[1]) : written.size(),
        inputs,
        operation.length > 1 ? operation[1] : "");
  }

  private static Slot slot(String word) {
    if (word.startsWith("#")) {
      return new Slot.Constant(ScriptedReplay.number(word.substring(1)), Long.BYTES);
    }
    String[] parts = word.split(":", 2);
    int size = parts.length > 1 ? Integer.parseInt(parts[1]) : Long.BYTES;
    String[] names = parts[0].split("\\+", 2);
    int first = names.length > 1 ? Integer.parseInt(names[1]) : 0;
    return switch (names[0]) {
      case "load" -> new Slot.Load(first, size);
      case "store" -> new Slot.Store(first, size);
      default -> new Slot.Register(names[0], first, size);
    };
  }

  static @Nullable Registers registers(String text) {
    String[] parts = text.split("@", 2);
    if (parts.length < 2) {
      return null;
    }
    long[] values = new long[Registers.NAMES.size()];
    for (String assignment : parts[1].strip().split("\\s+", -1)) {
      String[] sides = assignment.split("=", 2);
      values[Registers.NAMES.indexOf(sides[0])] = ScriptedReplay.number(sides[1]);
    }
    return new Registers(values);
  }
}
