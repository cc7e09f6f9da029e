package dev.rrq.indexer.modules;

import dev.rrq.indexer.modules.ModuleImage.ModuleSymbol;
import dev.rrq.store.SymbolRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides which symbol names an address at which several modules had one, at different times: what
 * a module frees as it starts, or leaves, is soon another's. A symbol that does not name its
 * addresses is still found by its name.
 */
final class SharedAddresses {

  /** As many names stand for an address that several had. */
  private static final int MOST_NAMES = 3;

  private static final int NOBODY = 0;

  private final Runs runs;

  /** Tells whether a function ran, by its calls. */
  interface Runs {
    /** Whether the function that begins at an address was called, from one instant to another. */
    boolean ran(long entry, long from, long to);
  }

  SharedAddresses(Runs runs) {
    this.runs = runs;
  }

  private record Owned(LoadedModule module, ModuleSymbol symbol) {
    long start() {
      return symbol.address();
    }

    long stop() {
      return symbol.address() + Math.max(1, symbol.size());
    }
  }

  /**
   * The rows for all symbols.
   *
   * @param row makes the row of one
   */
  List<SymbolRow> resolve(
      List<LoadedModule> modules, BiFunction<LoadedModule, ModuleSymbol, SymbolRow> row) {
    List<SymbolRow> rows = new ArrayList<>();
    List<Owned> code = new ArrayList<>();
    List<Owned> data = new ArrayList<>();
    for (LoadedModule module : modules) {
      for (ModuleSymbol symbol : module.symbols()) {
        switch (symbol.kind()) {
          case SymbolRow.FUNCTION -> code.add(new Owned(module, symbol));
          case SymbolRow.OBJECT -> data.add(new Owned(module, symbol));
          default -> rows.add(row.apply(module, symbol));
        }
      }
    }
    for (List<Owned> cluster : clusters(code)) {
      int owner = isShared(cluster) ? onlyRunner(cluster) : NOBODY;
      add(rows, cluster, owner, row);
      if (isShared(cluster) && owner == NOBODY) {
        SymbolRow head = row.apply(cluster.get(0).module(), cluster.get(0).symbol());
        long stop = cluster.stream().mapToLong(Owned::stop).max().orElseThrow();
        rows.add(head.spanning(names(cluster), stop - cluster.get(0).start()));
      }
    }
    // Whose variable a pointer leads to depends on when: it is left a number.
    for (List<Owned> cluster : clusters(data)) {
      add(rows, cluster, NOBODY, row);
    }
    return rows;
  }

  private static boolean isShared(List<Owned> cluster) {
    return perModule(cluster).distinct().count() > 1;
  }

  private record Part(String module, ModuleSymbol symbol) {}

  /** What each module has there: one that comes back to the same place has the same. */
  private static Stream<Set<Part>> perModule(List<Owned> cluster) {
    return cluster.stream()
        .collect(
            Collectors.groupingBy(
                owned -> owned.module().id(),
                Collectors.mapping(
                    owned -> new Part(owned.module().name(), owned.symbol()), Collectors.toSet())))
        .values()
        .stream();
  }

  /** The module of whose functions there some ran, if none of another's did. */
  private int onlyRunner(List<Owned> cluster) {
    List<Integer> ran =
        cluster.stream().filter(this::ran).map(owned -> owned.module().id()).distinct().toList();
    return ran.size() == 1 ? ran.get(0) : NOBODY;
  }

  private boolean ran(Owned owned) {
    return runs.ran(owned.start(), owned.module().loaded(), owned.module().end(owned.symbol()));
  }

  /** Symbols that overlap each other, directly or through others. */
  private static List<List<Owned>> clusters(List<Owned> symbols) {
    List<Owned> sorted =
        symbols.stream()
            .sorted(
                Comparator.comparingLong(Owned::start)
                    .thenComparing(owned -> owned.symbol().name())
                    .thenComparing(owned -> owned.module().id()))
            .toList();
    List<List<Owned>> clusters = new ArrayList<>();
    long stop = Long.MIN_VALUE;
    for (Owned owned : sorted) {
      if (owned.start() >= stop) {
        clusters.add(new ArrayList<>());
      }
      clusters.get(clusters.size() - 1).add(owned);
      stop = Math.max(stop, owned.stop());
    }
    return clusters;
  }

  /**
   * Adds the rows of a cluster.
   *
   * @param owner the module whose symbols name the addresses of several
   */
  private static void add(
      List<SymbolRow> rows,
      List<Owned> cluster,
      int owner,
      BiFunction<LoadedModule, ModuleSymbol, SymbolRow> row) {
    boolean shared = isShared(cluster);
    int first = cluster.get(0).module().id();
    for (Owned owned : cluster) {
      if (!shared && owned.module().id() != first) {
        continue;
      }
      SymbolRow symbol = row.apply(owned.module(), owned.symbol());
      rows.add(shared && owned.module().id() != owner ? symbol.withoutAddresses() : symbol);
    }
  }

  private static String names(List<Owned> cluster) {
    List<String> names = cluster.stream().map(owned -> owned.symbol().name()).distinct().toList();
    return names.size() <= MOST_NAMES
        ? String.join("|", names)
        : String.join("|", names.subList(0, MOST_NAMES)) + "|...";
  }
}
