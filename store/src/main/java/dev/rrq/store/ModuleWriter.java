package dev.rrq.store;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/** Adds kernel modules and their symbols: {@link Schema#MODULES} and {@link Schema#SYMBOLS}. */
public final class ModuleWriter {

  private final Catalogue catalogue;

  ModuleWriter(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** A row of {@link Schema#MODULES}, whose columns the parameters are. */
  public record Module(
      int id,
      String name,
      long address,
      long size,
      long structModule,
      long loaded,
      @Nullable Long live,
      @Nullable Long unloaded) {}

  /** A row of {@link Schema#MODULE_SYMBOLS}, whose columns the parameters are. */
  public record ModuleSymbol(
      int module, String name, String kind, long address, long size, boolean init) {}

  /** Adds modules, in the order of their ids. */
  public void modules(List<Module> modules) {
    catalogue.with(
        connection -> {
          try (DuckDBAppender appender = connection.createAppender(Schema.MODULES.name())) {
            for (Module module : modules) {
              appender
                  .beginRow()
                  .append(module.id())
                  .append(module.name())
                  .append(module.address())
                  .append(module.size())
                  .append(module.structModule())
                  .append(module.loaded());
              append(appender, module.live());
              append(appender, module.unloaded());
              appender.endRow();
            }
          }
        });
  }

  private static void append(DuckDBAppender appender, @Nullable Long value) throws SQLException {
    if (value == null) {
      appender.appendNull();
    } else {
      appender.append(value.longValue());
    }
  }

  /** Adds symbols of modules. */
  public void moduleSymbols(List<ModuleSymbol> symbols) {
    catalogue.with(
        connection -> {
          try (DuckDBAppender appender = connection.createAppender(Schema.MODULE_SYMBOLS.name())) {
            for (ModuleSymbol symbol : symbols) {
              appender
                  .beginRow()
                  .append(symbol.module())
                  .append(symbol.name())
                  .append(symbol.kind())
                  .append(symbol.address())
                  .append(symbol.size())
                  .append(symbol.init())
                  .endRow();
            }
          }
        });
  }

  /** A row of {@link Schema#MODULE_FILES}, whose columns the parameters are. */
  public record ModuleFile(
      int module, @Nullable String file, @Nullable String buildId, @Nullable String problem) {}

  /** Says where types and lines of modules are from, or why there are none. */
  public void files(List<ModuleFile> files) {
    for (ModuleFile file : files) {
      catalogue.update(
          "INSERT INTO module_files VALUES (?, ?, ?, ?)",
          file.module(),
          file.file(),
          file.buildId(),
          file.problem());
    }
  }

  /** Adds to the types, source files, lines, inlined calls and parameters of the program. */
  public void details(Consumer<SymbolRows> details) {
    catalogue.with(
        connection -> {
          try (AppendedSymbols rows = new AppendedSymbols(catalogue, connection)) {
            details.accept(rows);
          }
        });
  }

  /** Adds to the symbols of the program. */
  public void symbols(List<SymbolRow> symbols) {
    details(rows -> symbols.forEach(rows::symbol));
  }
}
