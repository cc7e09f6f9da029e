package dev.rrq.planner.exec;

import dev.rrq.grammar.StatementParser;
import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import dev.rrq.grammar.diagnostics.Source;
import dev.rrq.planner.KnownNames;
import dev.rrq.planner.type.CTypes;
import dev.rrq.store.SymbolRow;
import dev.rrq.store.SymbolTables;
import dev.rrq.symbols.model.CType;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The names of a session and its trace. */
final class SessionNames implements KnownNames {

  private static final List<String> COLUMNS =
      List.of(
          "t",
          "task",
          "pid",
          "function",
          "location",
          "pc",
          "address",
          "size",
          "old",
          "new",
          "value",
          "count",
          "paddr",
          "file",
          "line",
          "origin",
          "in_user",
          "context",
          "backtrace",
          "source",
          "t_from",
          "caller",
          "duration",
          "to_task",
          "to_pid",
          "ran",
          "vector",
          "name");

  private final Context context;

  SessionNames(Context context) {
    this.context = context;
  }

  @Override
  public List<String> variables(String prefix, int limit) {
    return symbols(
        prefix,
        limit,
        s -> s.kind().equals(SymbolRow.OBJECT) || s.kind().equals(SymbolRow.PER_CPU_OBJECT));
  }

  @Override
  public List<String> functions(String prefix, int limit) {
    return symbols(prefix, limit, s -> s.kind().equals(SymbolRow.FUNCTION));
  }

  private List<String> symbols(String prefix, int limit, Predicate<SymbolRow> wanted) {
    SymbolTables symbols = context.trace().store().symbols();
    int colon = prefix.lastIndexOf(':');
    if (colon < 0) {
      return Stream.concat(
              symbols.index().startingWith(prefix, limit, wanted).stream(), modules(prefix))
          .limit(limit)
          .toList();
    }
    String scope = prefix.substring(0, colon);
    return scoped(scope, prefix.substring(colon + 1), symbols, wanted)
        .limit(limit)
        .map(name -> scope + ":" + name)
        .toList();
  }

  /** Names that begin so, of a kernel module or else of a source file. */
  private static Stream<String> scoped(
      String scope, String start, SymbolTables symbols, Predicate<SymbolRow> wanted) {
    List<SymbolRow> module = symbols.index().modules().get(scope);
    if (module != null) {
      return module.stream()
          .filter(wanted.and(row -> row.name().startsWith(start)))
          .map(SymbolRow::name)
          .distinct();
    }
    Set<Integer> files = Set.copyOf(symbols.filesNamed(scope));
    return files.isEmpty()
        ? Stream.empty()
        : symbols
            .index()
            .startingWith(start, Integer.MAX_VALUE, wanted.and(row -> files.contains(row.file())))
            .stream();
  }

  /** The kernel modules that names may be of. */
  private Stream<String> modules(String prefix) {
    return prefix.isEmpty()
        ? Stream.empty()
        : context.trace().store().symbols().index().modules().keySet().stream()
            .filter(module -> module.startsWith(prefix))
            .map(module -> module + ":");
  }

  @Override
  public List<String> types(String prefix, int limit) {
    int blank = prefix.lastIndexOf(' ');
    String keyword = prefix.substring(0, blank + 1);
    String bare = prefix.substring(blank + 1).toLowerCase(Locale.ROOT);
    return context.trace().program().typeNames().stream()
        .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(bare))
        .map(name -> keyword + name)
        .limit(limit)
        .toList();
  }

  @Override
  public List<String> members(String object) {
    CTypes types = context.trace().types();
    try {
      Statement statement =
          new StatementParser().parse(new Source("completion", "print " + object));
      int type = context.analyzer().analyze(((Statement.Print) statement).expression()).type();
      CType resolved = types.resolve(type);
      if (resolved instanceof CType.Pointer pointer) {
        resolved = types.resolve(pointer.target());
      }
      return resolved instanceof CType.Composite composite ? names(types, composite) : List.of();
    } catch (DiagnosticException | ClassCastException e) {
      return List.of();
    }
  }

  private static List<String> names(CTypes types, CType.Composite composite) {
    return types.layout().members(composite).stream()
        .flatMap(field -> Stream.ofNullable(field.member().name()))
        .filter(Objects::nonNull)
        .toList();
  }

  @Override
  public List<String> tasks() {
    return context.trace().flow().tasks().names();
  }

  @Override
  public List<String> bound() {
    return List.copyOf(context.names().all());
  }

  @Override
  public List<String> columns() {
    return COLUMNS;
  }
}
