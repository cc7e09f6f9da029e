package dev.rrq.store;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** All symbols of a program in memory, found by name, by prefix and by address. Immutable. */
public final class SymbolIndex {

  private final List<SymbolRow> byName;
  private final List<String> names;
  private final Map<String, List<SymbolRow>> modules;
  private final AddressMap functions;
  private final AddressMap objects;

  SymbolIndex(List<SymbolRow> symbols) {
    byName =
        symbols.stream()
            .sorted(Comparator.comparing(SymbolRow::name).thenComparingLong(SymbolRow::address))
            .toList();
    names = byName.stream().map(SymbolRow::name).distinct().toList();
    modules =
        byName.stream()
            .filter(symbol -> symbol.module().isPresent())
            .collect(
                Collectors.groupingBy(
                    symbol -> symbol.module().get(), TreeMap::new, Collectors.toList()));
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

  /** The symbols of kernel modules, by the modules' names and their own. */
  public Map<String, List<SymbolRow>> modules() {
    return modules;
  }

  /** The symbols of a name, by address. */
  List<SymbolRow> named(String name) {
    int from = firstNotBelow(name);
    int to = from;
    while (to < byName.size() && byName.get(to).name().equals(name)) {
      to++;
    }
    return byName.subList(from, to);
  }

  /** The names that begin with this, at most {@code limit} of them. */
  public List<String> startingWith(String prefix, int limit) {
    return startingWith(prefix, limit, symbol -> true);
  }

  /** The names of such symbols that begin with this, at most {@code limit} of them, each once. */
  public List<String> startingWith(String prefix, int limit, Predicate<SymbolRow> wanted) {
    return byName.subList(firstNotBelow(prefix), byName.size()).stream()
        .takeWhile(symbol -> symbol.name().startsWith(prefix))
        .filter(wanted)
        .map(SymbolRow::name)
        .distinct()
        .limit(limit)
        .toList();
  }

  private int firstNotBelow(String name) {
    int low = 0;
    int high = byName.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (byName.get(middle).name().compareTo(name) < 0) {
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
