package dev.rrq.indexer.modules;

import dev.rrq.indexer.modules.ModuleImage.ModuleSymbol;
import dev.rrq.store.ModuleWriter;
import dev.rrq.store.SymbolRow;
import dev.rrq.store.TraceStore;
import java.util.ArrayList;
import java.util.List;

/** Writes the modules and their symbols. */
final class ModuleTable {

  private final long kaslrOffset;
  private final TraceStore store;

  ModuleTable(long kaslrOffset, TraceStore store) {
    this.kaslrOffset = kaslrOffset;
    this.store = store;
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
    writer.symbols(new SharedAddresses(new CalledFunctions(store)).resolve(modules, this::row));
  }

  /** As linked, had the kernel been linked with it. */
  private SymbolRow row(LoadedModule module, ModuleSymbol symbol) {
    boolean perCpu = symbol.kind().equals(SymbolRow.PER_CPU_OBJECT);
    return new SymbolRow(
        symbol.name(),
        symbol.kind(),
        symbol.global(),
        perCpu ? symbol.address() : symbol.address() - kaslrOffset,
        symbol.size(),
        -1,
        0,
        0,
        SymbolRow.sectionOf(module.name()));
  }
}
