package dev.rrq.planner.trace;

import dev.rrq.store.SymbolTables;
import dev.rrq.store.TypeRow;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.TypeTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The C types of a store, read as they are asked for. Safe for use by several threads. */
final class StoreTypes implements TypeTable {

  private final SymbolTables symbols;
  private final Map<Integer, CType> types = new ConcurrentHashMap<>();
  private final Map<String, Optional<CType>> names = new ConcurrentHashMap<>();

  StoreTypes(SymbolTables symbols) {
    this.symbols = symbols;
  }

  @Override
  public CType type(int id) {
    return types.computeIfAbsent(
        id,
        key -> key == CType.VOID_ID ? new CType.NoType(CType.VOID_ID) : convert(symbols.type(key)));
  }

  @Override
  public Optional<CType.Composite> composite(CType.CompositeKind kind, String tag) {
    return named(kind == CType.CompositeKind.STRUCT ? "struct" : "union", tag)
        .map(CType.Composite.class::cast);
  }

  @Override
  public Optional<CType.Enumeration> enumeration(String tag) {
    return named("enum", tag).map(CType.Enumeration.class::cast);
  }

  @Override
  public Optional<CType> named(String name) {
    return named("typedef", name).or(() -> named("base", name));
  }

  private Optional<CType> named(String kind, String name) {
    return names.computeIfAbsent(
        kind + " " + name,
        key -> symbols.typesNamed(kind, name).stream().findFirst().map(this::type));
  }

  private static CType convert(TypeRow row) {
    int id = row.id();
    return switch (row.kind()) {
      case "void" -> new CType.NoType(id);
      case "base" -> new CType.Base(id, name(row), (int) row.size(), encoding(row));
      case "pointer" -> new CType.Pointer(id, row.target(), (int) row.size());
      case "array" -> new CType.Array(id, row.target(), row.count());
      case "struct" -> composite(row, CType.CompositeKind.STRUCT);
      case "union" -> composite(row, CType.CompositeKind.UNION);
      case "enum" ->
          new CType.Enumeration(
              id,
              row.name(),
              (int) row.size(),
              "signed".equals(row.attribute()),
              row.enumerators().stream()
                  .map(e -> new CType.Enumerator(e.name(), e.value()))
                  .toList());
      case "typedef" -> new CType.Typedef(id, name(row), row.target());
      case "qualified" ->
          new CType.Qualified(id, CType.Qualifier.valueOf(attribute(row)), row.target());
      case "prototype" ->
          new CType.Prototype(
              id,
              row.target(),
              row.parameters().stream().map(p -> new CType.Parameter(p.name(), p.type())).toList(),
              "variadic".equals(row.attribute()));
      case "forward" ->
          new CType.Forward(id, Objects.requireNonNullElse(row.attribute(), "struct"), name(row));
      default -> throw new IllegalArgumentException("a type of kind " + row.kind());
    };
  }

  private static CType.Composite composite(TypeRow row, CType.CompositeKind kind) {
    List<CType.Member> members =
        row.members().stream()
            .map(m -> new CType.Member(m.name(), m.type(), m.bitOffset(), m.bitSize()))
            .toList();
    return new CType.Composite(row.id(), kind, row.name(), row.size(), members);
  }

  private static CType.Encoding encoding(TypeRow row) {
    return CType.Encoding.valueOf(attribute(row));
  }

  private static String attribute(TypeRow row) {
    return Objects.requireNonNullElse(row.attribute(), "").toUpperCase(Locale.ROOT);
  }

  private static String name(TypeRow row) {
    return Objects.requireNonNullElse(row.name(), "");
  }
}
