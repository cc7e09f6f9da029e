package dev.rrq.indexer.modules;

import dev.rrq.indexer.modules.ModuleImage.ModuleSymbol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A module while it was loaded.
 *
 * @param id from 1, in the order of loading
 * @param structure the address of its {@code struct module}
 * @param live when it had started, or null
 * @param unloaded or null
 */
record LoadedModule(
    int id,
    String name,
    long address,
    long size,
    long structure,
    long loaded,
    @Nullable Long live,
    @Nullable Long unloaded,
    List<ModuleSymbol> symbols) {

  LoadedModule numbered(int number) {
    return new LoadedModule(
        number, name, address, size, structure, loaded, live, unloaded, symbols);
  }

  /** Until when a symbol was where it is. */
  long end(ModuleSymbol symbol) {
    Long end = symbol.init() && live != null ? live : unloaded;
    return end == null ? Long.MAX_VALUE : end;
  }
}
