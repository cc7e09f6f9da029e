package dev.rrq.symbols.dwarf;

import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.Objects;

/**
 * Where external variables or functions are first declared without being defined: every header
 * repeats its declarations in each unit, so a name is only looked at once.
 */
final class Declarations {

  private final LongOpenHashSet seen = new LongOpenHashSet();
  private final Object2IntOpenHashMap<String> offsets = new Object2IntOpenHashMap<>();

  Declarations() {
    offsets.defaultReturnValue(-1);
  }

  /** Notes a declaration with a name. */
  void add(Die die) {
    if (seen.add(die.textKey(Slot.NAME))) {
      offsets.putIfAbsent(Objects.requireNonNullElse(die.text(Slot.NAME), ""), die.offset());
    }
  }

  /** The offset of the declaration's entry, or -1. */
  int offset(String name) {
    return offsets.getInt(name);
  }
}
