package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.FunctionName;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.analysis.Program;
import dev.rrq.symbols.model.Symbol;
import java.util.List;

/** Finds functions by name. */
final class Functions {

  private Functions() {}

  /** Complains about a function that the program does not have. */
  static void check(Program program, FunctionName name) {
    List<Symbol> symbols = program.symbols(name.name());
    if (symbols.isEmpty()) {
      throw Problems.unknown(
          "unknown-function",
          name.location(),
          "no function '" + name.name() + "'",
          name.name(),
          program.names());
    }
    if (symbols.stream().noneMatch(Functions::isFunction)) {
      throw Problems.error(
          "not-a-function", name.location(), "'" + name.name() + "' is a variable, not a function");
    }
  }

  /** Whether a symbol is code that can be called or jumped to. */
  static boolean isFunction(Symbol symbol) {
    return symbol.kind() == Symbol.Kind.FUNCTION || symbol.kind() == Symbol.Kind.LABEL;
  }
}
