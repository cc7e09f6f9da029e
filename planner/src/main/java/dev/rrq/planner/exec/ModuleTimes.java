package dev.rrq.planner.exec;

import dev.rrq.planner.analysis.Hex;
import dev.rrq.planner.analysis.ModuleVariables;
import dev.rrq.planner.duckdb.RawRows;
import dev.rrq.planner.trace.Trace;
import dev.rrq.symbols.model.Symbol;
import java.util.List;
import java.util.Optional;

/** Says when what a kernel module has was there. */
final class ModuleTimes {

  private final Trace trace;

  ModuleTimes(Trace trace) {
    this.trace = trace;
  }

  /** Which module a symbol is of, and when it was there; empty for the kernel's own. */
  Optional<String> text(Symbol symbol) {
    return symbol
        .module()
        .map(module -> text(module, symbol, ModuleVariables.stays(trace.program(), symbol)));
  }

  /** Why the type of a module's symbol is not known, if no file told it. */
  Optional<String> untyped(Symbol symbol) {
    if (symbol.type() >= 0 || symbol.module().isEmpty()) {
      return Optional.empty();
    }
    String sql =
        """
        SELECT f.problem FROM module_files f JOIN modules m ON m.id = f.module
        WHERE m.name = '%s' AND f.problem IS NOT NULL ORDER BY m.id DESC LIMIT 1
        """
            .formatted(symbol.module().get().replace("'", "''"));
    try (RawRows rows = trace.sessions().query(sql)) {
      return rows.advance()
          ? Optional.of("its module has no types: " + rows.value(0))
          : Optional.empty();
    }
  }

  private String text(String module, Symbol symbol, List<ModuleVariables.Stay> stays) {
    StringBuilder text = new StringBuilder("module ").append(module);
    for (ModuleVariables.Stay stay : stays) {
      text.append(stay.symbol().address() == symbol.address() ? ", there" : ", at " + at(stay))
          .append(" from ")
          .append(stay.when().from());
      if (stay.when().to() != Long.MAX_VALUE) {
        text.append(" to ").append(stay.when().to());
      }
    }
    return text.toString();
  }

  private String at(ModuleVariables.Stay stay) {
    return Hex.of(stay.symbol().address() + trace.program().loadOffset());
  }
}
