package dev.rrq.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Symbols by address. Of those at one address a function or variable wins over a label, then the
 * global one, then the first by name. A symbol without a size reaches as far as the next one, at
 * most a page.
 */
final class AddressMap {

  private static final long UNSIZED_REACH = 4096;

  private final long[] starts;
  private final long[] stops;
  private final List<SymbolRow> symbols;

  AddressMap(List<SymbolRow> all, Predicate<SymbolRow> wanted) {
    List<SymbolRow> sorted =
        new ArrayList<>(all.stream().filter(wanted).filter(SymbolRow::namesAddresses).toList());
    sorted.sort(
        Comparator.comparingLong(SymbolRow::address)
            .thenComparing(s -> s.kind().equals(SymbolRow.LABEL))
            .thenComparing(s -> !s.global())
            .thenComparing(SymbolRow::name));
    symbols = new ArrayList<>();
    for (SymbolRow symbol : sorted) {
      if (symbols.isEmpty() || symbols.get(symbols.size() - 1).address() != symbol.address()) {
        symbols.add(symbol);
      }
    }
    starts = symbols.stream().mapToLong(SymbolRow::address).toArray();
    stops = new long[starts.length];
    for (int i = 0; i < starts.length; i++) {
      long size = symbols.get(i).size();
      long next = i + 1 < starts.length ? starts[i + 1] : Long.MAX_VALUE;
      stops[i] = size > 0 ? starts[i] + size : Math.min(next, starts[i] + UNSIZED_REACH);
    }
  }

  Optional<SymbolRow> at(long address) {
    int found = Arrays.binarySearch(starts, address);
    int i = found >= 0 ? found : -found - 2;
    return i >= 0 && address < stops[i] ? Optional.of(symbols.get(i)) : Optional.empty();
  }
}
