package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.CodePlace;
import dev.rrq.grammar.ast.FunctionName;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.analysis.SymbolScope;
import dev.rrq.planner.duckdb.RawRows;
import dev.rrq.planner.trace.Trace;
import dev.rrq.store.SymbolRow;
import dev.rrq.store.SymbolTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Functions by name, and what the code is at addresses. */
final class CodeSites {

  private final Trace trace;
  private final SymbolTables symbols;
  private final long offset;

  CodeSites(Trace trace) {
    this.trace = trace;
    this.symbols = trace.store().symbols();
    this.offset = trace.program().loadOffset();
  }

  /** Where the functions of a name lie; several files may have one each. */
  List<Interval> functions(FunctionName name) {
    Functions.check(trace.program(), name);
    List<Interval> found =
        symbols.named(name.name()).stream()
            .filter(s -> s.kind().equals(SymbolRow.FUNCTION) || s.kind().equals(SymbolRow.LABEL))
            .filter(s -> name.scope().map(scope -> isIn(s, scope)).orElse(true))
            .peek(s -> checkTold(s, name))
            .map(s -> new Interval(s.address() + offset, s.address() + offset + s.size()))
            .distinct()
            .toList();
    if (found.isEmpty()) {
      throw Problems.error(
          "unknown-function",
          name.location(),
          "no function '" + name.name() + "' in '" + name.scope().orElse("") + "'");
    }
    return found;
  }

  /** Of code that was another module's at another time, it is not told whose ran. */
  private static void checkTold(SymbolRow symbol, FunctionName name) {
    if (!symbol.namesAddresses()) {
      throw Problems.error(
          "shared-address",
          name.location(),
          "where '%s' of module %s lay, another module had code at another time"
              .formatted(symbol.name(), symbol.module().orElse("?")),
          "'sql SELECT * FROM modules' tells when each was loaded, and module_symbols what lay where");
    }
  }

  /** All code of a function: where it lies and where it is inlined. */
  List<Interval> code(FunctionName name) {
    List<Interval> inlined = inlined(name);
    List<Interval> own = isOnlyInlined(name) ? List.of() : functions(name);
    return Stream.concat(own.stream(), inlined.stream()).toList();
  }

  /** Where a function is inlined; which file's it is, is not known. */
  List<Interval> inlined(FunctionName name) {
    if (name.scope().isPresent()) {
      return List.of();
    }
    List<Interval> found = new ArrayList<>();
    String sql =
        "SELECT low, high FROM inlines WHERE \"function\" = '%s'"
            .formatted(name.name().replace("'", "''"));
    try (RawRows rows = trace.sessions().query(sql)) {
      while (rows.advance()) {
        if (rows.value(0) instanceof Long low && rows.value(1) instanceof Long high) {
          found.add(new Interval(low + offset, high + offset));
        }
      }
    }
    return found;
  }

  /** Whether the compiler has left no function of this name, but inlined it somewhere. */
  boolean isOnlyInlined(FunctionName name) {
    return trace.program().symbols(name.name()).isEmpty() && !inlined(name).isEmpty();
  }

  /** Whether a name is scoped to a kernel module rather than to a source file. */
  boolean isOfModule(FunctionName name) {
    return name.scope().isPresent()
        && symbols.named(name.name()).stream()
            .anyMatch(symbol -> symbol.module().equals(name.scope()));
  }

  /** Whether an instruction is the first of a function. */
  boolean isEntry(long address) {
    return symbols
        .functionAt(address - offset)
        .filter(f -> f.kind().equals(SymbolRow.FUNCTION) && f.address() == address - offset)
        .isPresent();
  }

  /** Where a debugger would stop for a line: at its first instruction in each function. */
  List<Long> breakpoints(CodePlace.SourceLine place) {
    Map<Long, Long> first = new TreeMap<>();
    List<Integer> files = symbols.filesNamed(place.file());
    for (int file : files) {
      for (dev.rrq.store.Interval code : symbols.instructionsOf(file, place.line())) {
        long function = symbols.functionAt(code.from()).map(SymbolRow::address).orElse(0L);
        first.merge(function, code.from() + offset, Math::min);
      }
    }
    if (first.isEmpty()) {
      throw Problems.error(
          "no-code",
          place.location(),
          files.isEmpty()
              ? "no source file '" + place.file() + "'"
              : "line " + place.line() + " of " + place.file() + " has no instructions");
    }
    return List.copyOf(first.values());
  }

  private boolean isIn(SymbolRow symbol, String scope) {
    return SymbolScope.holds(scope, symbol.module(), symbols.file(symbol.file()));
  }

  /** The source line at an address; empty if none is known. */
  String location(long address) {
    return symbols.lineAt(address - offset).map(line -> line.file() + ":" + line.line()).orElse("");
  }

  /** The function at an address; empty if none is known. */
  String function(long address) {
    return symbols.functionAt(address - offset).map(SymbolRow::name).orElse("");
  }
}
