package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.Statement;
import dev.rrq.planner.QueryException;
import dev.rrq.planner.Result;
import dev.rrq.planner.trace.StoreProgram;
import dev.rrq.symbols.ImportMonitor;
import dev.rrq.symbols.SymbolException;
import dev.rrq.symbols.SymbolImport;
import dev.rrq.symbols.elf.ElfFile;
import dev.rrq.symbols.model.Symbol;
import dev.rrq.symbols.model.SymbolTables;
import java.nio.file.Path;

/** {@code symbols add EXE [--base A]}. */
final class UserSymbols {

  private UserSymbols() {}

  static Result add(StoreProgram program, Statement.SymbolsAdd statement) {
    Path file = Path.of(statement.path());
    SymbolTables tables = new SymbolTables();
    try (ElfFile elf = ElfFile.open(file)) {
      SymbolImport.run(elf, tables, ImportMonitor.NONE);
    } catch (SymbolException e) {
      throw new QueryException(String.valueOf(e.getMessage()), e);
    }
    String name = String.valueOf(file.getFileName());
    program.add(name, tables, statement.base().orElse(0));
    return new Result.Text(
        "%s: %d variables and %d functions, to be named %s:NAME"
            .formatted(
                name,
                count(tables, Symbol.Kind.OBJECT),
                count(tables, Symbol.Kind.FUNCTION),
                name));
  }

  private static long count(SymbolTables tables, Symbol.Kind kind) {
    return tables.symbols().stream().filter(symbol -> symbol.kind() == kind).count();
  }
}
