package dev.rrq.indexer.modules;

import dev.rrq.indexer.modules.ModuleDetails.Function;
import dev.rrq.indexer.modules.ModuleImage.ModuleSymbol;
import dev.rrq.store.ModuleWriter;
import dev.rrq.store.SymbolRow;
import dev.rrq.store.TraceStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Writes the modules and their symbols. */
final class ModuleTable {

  private final long kaslrOffset;
  private final TraceStore store;
  private final ModuleDetails details;
  private final IdentityHashMap<SymbolRow, Function> made = new IdentityHashMap<>();

  ModuleTable(long kaslrOffset, TraceStore store, ModuleDetails details) {
    this.kaslrOffset = kaslrOffset;
    this.store = store;
    this.details = details;
  }

  void write(List<LoadedModule> modules, ModuleWriter writer) {
    List<ModuleWriter.Module> rows = new ArrayList<>();
    List<ModuleWriter.ModuleSymbol> symbols = new ArrayList<>();
    for (LoadedModule module : modules) {
      rows.add(
          new ModuleWriter.Module(
              module.id(),
              module.name(),
              module.address(),
              module.size(),
              module.structure(),
              module.loaded(),
              module.live(),
              module.unloaded()));
      for (ModuleSymbol symbol : module.symbols()) {
        symbols.add(
            new ModuleWriter.ModuleSymbol(
                module.id(),
                symbol.name(),
                symbol.kind(),
                symbol.address(),
                symbol.size(),
                symbol.init()));
      }
    }
    writer.modules(rows);
    writer.moduleSymbols(symbols);
    modules.forEach(details::find);
    List<SymbolRow> named =
        new SharedAddresses(new CalledFunctions(store)).resolve(modules, this::row);
    writer.files(details.told());
    writer.symbols(named);
    writer.symbols(aliases(modules, named));
    List<Function> functions =
        named.stream().map(made::get).filter(Objects::nonNull).filter(Function::isCode).toList();
    writer.details(added -> details.write(functions, added));
  }

  /** The names that the source has for what the compiler calls otherwise. */
  private List<SymbolRow> aliases(List<LoadedModule> modules, List<SymbolRow> named) {
    Set<SymbolRow> present = new HashSet<>(named);
    Set<SymbolRow> aliases = new LinkedHashSet<>();
    for (LoadedModule module : modules) {
      for (ModuleSymbol symbol : module.symbols()) {
        SymbolRow plain = row(module, symbol);
        SymbolRow row = present.contains(plain) ? plain : plain.withoutAddresses();
        if (present.contains(row)) {
          details.sourceName(module, symbol).map(row::alias).ifPresent(aliases::add);
        }
      }
    }
    return List.copyOf(aliases);
  }

  /** As linked, had the kernel been linked with it. */
  private SymbolRow row(LoadedModule module, ModuleSymbol symbol) {
    boolean perCpu = symbol.kind().equals(SymbolRow.PER_CPU_OBJECT);
    SymbolRow bare =
        new SymbolRow(
            symbol.name(),
            symbol.kind(),
            symbol.global(),
            perCpu ? symbol.address() : symbol.address() - kaslrOffset,
            symbol.size(),
            -1,
            0,
            0,
            SymbolRow.sectionOf(module.name()));
    SymbolRow row = details.detailed(module, symbol, bare);
    made.put(row, new Function(module, symbol, row));
    return row;
  }
}
