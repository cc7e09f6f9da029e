package dev.rrq.planner.trace;

import dev.rrq.planner.analysis.Program;
import dev.rrq.planner.analysis.UserProgram;
import dev.rrq.planner.duckdb.DuckDbSessions;
import dev.rrq.planner.duckdb.RawRows;
import dev.rrq.planner.type.JoinedTypes;
import dev.rrq.store.Meta;
import dev.rrq.store.SymbolRow;
import dev.rrq.store.SymbolTables;
import dev.rrq.store.TraceStore;
import dev.rrq.symbols.model.Symbol;
import dev.rrq.symbols.model.TypeTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The program whose symbols a store holds. */
public final class StoreProgram implements Program {

  private final SymbolTables symbols;
  private final JoinedTypes types;
  private final Map<String, UserProgram> users = new HashMap<>();
  private final DuckDbSessions sessions;
  private final long loadOffset;
  private @Nullable List<String> typeNames;

  /** The program of a trace. */
  public StoreProgram(TraceStore store, SymbolTables symbols, DuckDbSessions sessions) {
    this.symbols = symbols;
    this.sessions = sessions;
    this.types = new JoinedTypes(new StoreTypes(symbols));
    this.loadOffset = store.metaNumber(Meta.KASLR_OFFSET).orElse(0);
  }

  @Override
  public TypeTable types() {
    return types;
  }

  @Override
  public long loadOffset() {
    return loadOffset;
  }

  /**
   * Adds the symbols of a user program, in place of those of an older one of its name.
   *
   * @param base what to add to its addresses as linked
   */
  public void add(String name, dev.rrq.symbols.model.SymbolTables read, long base) {
    int by = types.add(read);
    List<Symbol> moved =
        read.symbols().stream()
            .map(
                s ->
                    new Symbol(
                        s.name(),
                        s.kind(),
                        s.global(),
                        s.address(),
                        s.size(),
                        s.type() <= 0 ? s.type() : s.type() + by,
                        // Its source files are not among the kernel's.
                        0,
                        s.line(),
                        s.section()))
            .toList();
    users.put(name, new UserProgram(name, moved, lines(read), base));
  }

  /** Of several lines at one address the last counts, as in the kernel's. */
  private static NavigableMap<Long, String> lines(dev.rrq.symbols.model.SymbolTables read) {
    NavigableMap<Long, String> lines = new TreeMap<>();
    for (dev.rrq.symbols.model.SymbolTables.Line line : read.lines()) {
      if (line.line() == 0) {
        lines.putIfAbsent(line.address(), "");
      } else {
        lines.put(line.address(), read.file(line.file()) + ":" + line.line());
      }
    }
    return lines;
  }

  @Override
  public Optional<UserProgram> user(String name) {
    return Optional.ofNullable(users.get(name));
  }

  @Override
  public List<dev.rrq.planner.analysis.Interval> presence(Symbol symbol) {
    if (symbol.module().isEmpty()) {
      return List.of(dev.rrq.planner.analysis.Interval.ALWAYS);
    }
    boolean perCpu = symbol.kind() == Symbol.Kind.PER_CPU_OBJECT;
    String sql =
        """
        SELECT DISTINCT m.t_loaded, CASE WHEN s.init THEN coalesce(m.t_live, m.t_unloaded)
          ELSE m.t_unloaded END
        FROM module_symbols s JOIN modules m ON m.id = s.module
        WHERE m.name = '%s' AND s.address = %d
          AND (s.name = '%s' OR starts_with(s.name, '%s.')) ORDER BY 1
        """
            .formatted(
                symbol.module().get().replace("'", "''"),
                symbol.address() + (perCpu ? 0 : loadOffset),
                symbol.name().replace("'", "''"),
                symbol.name().replace("'", "''"));
    List<dev.rrq.planner.analysis.Interval> present = new ArrayList<>();
    try (RawRows rows = sessions.query(sql)) {
      while (rows.advance()) {
        long to = rows.value(1) instanceof Long end ? end : Long.MAX_VALUE;
        if (rows.value(0) instanceof Long from) {
          present.add(new dev.rrq.planner.analysis.Interval(from, to));
        }
      }
    }
    return present;
  }

  @Override
  public List<Symbol> symbols(String name) {
    return symbols.named(name).stream().map(StoreProgram::symbol).toList();
  }

  private static Symbol symbol(SymbolRow row) {
    return new Symbol(
        row.name(),
        Symbol.Kind.valueOf(row.kind()),
        row.global(),
        row.address(),
        row.size(),
        row.type(),
        row.file(),
        row.line(),
        row.section(),
        row.module());
  }

  @Override
  public Optional<Symbol> symbolAt(long address) {
    return symbols
        .functionAt(address)
        .filter(row -> holds(row, address))
        .or(() -> symbols.objectAt(address))
        .or(() -> symbols.functionAt(address))
        .map(StoreProgram::symbol);
  }

  private static boolean holds(SymbolRow row, long address) {
    return address - row.address() < row.size();
  }

  @Override
  public Optional<String> file(int id) {
    return symbols.file(id);
  }

  @Override
  public Optional<EnumerationConstant> constant(String name) {
    return symbols.constants(name).stream()
        .findFirst()
        .map(c -> new EnumerationConstant(c.enumeration(), c.value()));
  }

  @Override
  public Collection<String> names() {
    return symbols.index().names();
  }

  @Override
  public synchronized Collection<String> typeNames() {
    if (typeNames == null) {
      List<String> names = new ArrayList<>();
      try (RawRows rows =
          sessions.query("SELECT DISTINCT name FROM types WHERE name <> '' ORDER BY name")) {
        while (rows.advance()) {
          names.add(String.valueOf(rows.value(0)));
        }
      }
      typeNames = names;
    }
    return typeNames;
  }
}
