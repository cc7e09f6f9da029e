package dev.rrq.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All symbols of a program in memory, found by name, by prefix and by address. Immutable. */
public final class SymbolIndex {

  private final List<SymbolRow> byName;
  private final List<String> names;
  private final AddressMap functions;
  private final AddressMap objects;

  SymbolIndex(List<SymbolRow> symbols) {
    byName = symbols.stream().sorted(Comparator.comparing(SymbolRow::name)).toList();
    names = byName.stream().map(SymbolRow::name).distinct().toList();
    functions =
        new AddressMap(
            byName, s -> s.kind().equals(SymbolRow.FUNCTION) || s.kind().equals(SymbolRow.LABEL));
    objects = new AddressMap(byName, s -> s.kind().equals(SymbolRow.OBJECT));
  }

  /** All symbols, by name. */
  public List<SymbolRow> symbols() {
    return byName;
  }

  /** The names, each once, in the order of their characters. */
  public List<String> names() {
    return names;
  }

  /** The names that begin with this, at most {@code limit} of them. */
  public List<String> startingWith(String prefix, int limit) {
    int from = firstNotBelow(names, prefix);
    List<String> found = new ArrayList<>();
    for (int i = from; i < names.size() && found.size() < limit; i++) {
      if (!names.get(i).startsWith(prefix)) {
        break;
      }
      found.add(names.get(i));
    }
    return found;
  }

  private static int firstNotBelow(List<String> sorted, String key) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted.get(middle).compareTo(key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The function, or label in assembly code, that holds this address as linked. */
  public Optional<SymbolRow> functionAt(long address) {
    return functions.at(address);
  }

  /** The variable that holds this address as linked; per-CPU ones are not looked at. */
  public Optional<SymbolRow> objectAt(long address) {
    return objects.at(address);
  }
}
