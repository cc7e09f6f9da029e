package dev.rrq.symbols.model;

import dev.rrq.symbols.model.CType.Composite;
import dev.rrq.symbols.model.CType.CompositeKind;
import dev.rrq.symbols.model.CType.Enumeration;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that was read from a program, kept in memory: for user programs and tests. A kernel
 * goes to a store instead.
 */
public final class SymbolTables implements SymbolSink, TypeTable {

  /** A parameter of a function; see {@link SymbolSink#parameter}. */
  public record FunctionParameter(long function, int ordinal, String name, int type) {}

  /** The start of a run of instructions of one line; see {@link SymbolSink#line}. */
  public record Line(long address, int file, int line) {}

  /** Instructions inlined from another function; see {@link SymbolSink#inlined}. */
  public record Inlined(
      long low, long high, int depth, String function, int callFile, int callLine) {}

  private final Map<Integer, String> files = new HashMap<>();
  private final Int2ObjectOpenHashMap<CType> types = new Int2ObjectOpenHashMap<>();
  private final Map<String, CType> byName = new HashMap<>();
  private final List<Symbol> symbols = new ArrayList<>();
  private final List<FunctionParameter> parameters = new ArrayList<>();
  private final List<Line> lines = new ArrayList<>();
  private final List<Inlined> inlined = new ArrayList<>();

  /** An empty set of tables, in which only {@code void} exists. */
  public SymbolTables() {
    types.put(CType.VOID_ID, new CType.NoType(CType.VOID_ID));
  }

  @Override
  public void file(int id, String path) {
    files.put(id, path);
  }

  @Override
  public void type(CType type) {
    types.put(type.id(), type);
    if (type instanceof Composite composite && composite.name() != null) {
      byName.putIfAbsent(composite.kind() + " " + composite.name(), type);
    } else if (type instanceof Enumeration enumeration && enumeration.name() != null) {
      byName.putIfAbsent("ENUM " + enumeration.name(), type);
    } else if (type instanceof CType.Typedef typedef) {
      byName.putIfAbsent(typedef.name(), type);
    } else if (type instanceof CType.Base base) {
      byName.putIfAbsent(base.name(), type);
    }
  }

  @Override
  public void symbol(Symbol symbol) {
    symbols.add(symbol);
  }

  @Override
  public void parameter(long function, int ordinal, String name, int type) {
    parameters.add(new FunctionParameter(function, ordinal, name, type));
  }

  @Override
  public void line(long address, int file, int line) {
    lines.add(new Line(address, file, line));
  }

  @Override
  public void inlined(long low, long high, int depth, String function, int callFile, int callLine) {
    inlined.add(new Inlined(low, high, depth, function, callFile, callLine));
  }

  @Override
  public CType type(int id) {
    CType type = types.get(id);
    if (type == null) {
      throw new IllegalArgumentException("no type " + id);
    }
    return type;
  }

  @Override
  public Optional<Composite> composite(CompositeKind kind, String tag) {
    return Optional.ofNullable((Composite) byName.get(kind + " " + tag));
  }

  @Override
  public Optional<Enumeration> enumeration(String tag) {
    return Optional.ofNullable((Enumeration) byName.get("ENUM " + tag));
  }

  @Override
  public Optional<CType> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All types but {@code void}, in no order. */
  public List<CType> types() {
    return types.values().stream().filter(type -> type.id() != CType.VOID_ID).toList();
  }

  /** Functions, variables and labels, in the order of reading. */
  public List<Symbol> symbols() {
    return Collections.unmodifiableList(symbols);
  }

  /** The symbols of one name. */
  public List<Symbol> symbols(String name) {
    return symbols.stream().filter(symbol -> symbol.name().equals(name)).toList();
  }

  /** Parameters in the order of reading. */
  public List<FunctionParameter> parameters() {
    return Collections.unmodifiableList(parameters);
  }

  /** Lines in the order of reading, which is by address within one import. */
  public List<Line> lines() {
    return Collections.unmodifiableList(lines);
  }

  /** Inlined ranges in the order of reading. */
  public List<Inlined> inlined() {
    return Collections.unmodifiableList(inlined);
  }

  /** The paths of all source files. */
  public Collection<String> files() {
    return Collections.unmodifiableCollection(files.values());
  }

  /** The path of a source file, or {@code ?} for id 0 and unknown ids. */
  public String file(int id) {
    return files.getOrDefault(id, "?");
  }
}
