package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.Expression;
import dev.rrq.planner.analysis.Members;
import dev.rrq.planner.type.CTypes;
import dev.rrq.store.Schema;
import dev.rrq.store.Table;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.types.CDeclaration;
import dev.rrq.symbols.types.TypeLayout;
import java.util.List;
import java.util.Optional;

/** {@code describe task_struct.comm}, {@code describe writes.t}: members and columns. */
final class PartDescriptions {

  private final Context context;

  PartDescriptions(Context context) {
    this.context = context;
  }

  /** What a dotted name says, unless it begins with a variable. */
  Optional<String> of(Expression subject) {
    if (!(subject instanceof Expression.Member member)) {
      return Optional.empty();
    }
    if (member.base() instanceof Expression.Name name && isFree(name)) {
      Optional<Table> table =
          Schema.tables().stream().filter(each -> each.name().equals(name.name())).findFirst();
      if (table.isPresent()) {
        return table.get().columns().stream()
            .filter(column -> column.name().equalsIgnoreCase(member.name()))
            .findFirst()
            .map(column -> text(table.get(), column));
      }
    }
    return typeOf(member.base()).map(type -> member(type, member));
  }

  private boolean isFree(Expression.Name name) {
    return name.scope().isEmpty()
        && context.trace().program().symbols(name.name()).isEmpty()
        && context.names().term(name.name()).isEmpty();
  }

  /** The columns of a name, of whatever tables. */
  static Optional<String> column(String name) {
    List<String> texts =
        Schema.tables().stream()
            .flatMap(
                table ->
                    table.columns().stream()
                        .filter(column -> column.name().equals(name))
                        .map(column -> text(table, column)))
            .toList();
    return texts.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", texts));
  }

  private static String text(Table table, dev.rrq.store.Column column) {
    return "%s.%s (%s): %s".formatted(table.name(), column.name(), column.type(), column.doc());
  }

  /** The type of what stands before the last dot. */
  private Optional<CType.Composite> typeOf(Expression base) {
    CTypes types = context.trace().types();
    if (base instanceof Expression.Name name && isFree(name)) {
      Optional<CType.Composite> struct = types.composite(CType.CompositeKind.STRUCT, name.name());
      return struct
          .or(() -> types.composite(CType.CompositeKind.UNION, name.name()))
          .or(() -> types.named(name.name()).flatMap(type -> composite(type.id())));
    } else if (base instanceof Expression.Member member) {
      return typeOf(member.base())
          .flatMap(type -> types.layout().member(type, member.name()))
          .flatMap(field -> composite(field.member().type()));
    }
    return Optional.empty();
  }

  private Optional<CType.Composite> composite(int type) {
    return context.trace().types().resolve(type) instanceof CType.Composite composite
        ? Optional.of(composite)
        : Optional.empty();
  }

  private String member(CType.Composite composite, Expression.Member member) {
    CTypes types = context.trace().types();
    String of = types.name(composite.id());
    TypeLayout.Field field =
        Members.of(types, composite.id(), composite, member.name(), member.location());
    int type = field.member().type();
    int bits = field.member().bitSize();
    String declaration = new CDeclaration(types).text(type, member.name());
    long bytes = field.bitOffset() / Byte.SIZE;
    return bits > 0
        ? "%s : %d;\nbit %d of byte %d of %s"
            .formatted(declaration, bits, field.bitOffset() % Byte.SIZE, bytes, of)
        : "%s;\nat offset %d of %s, %s"
            .formatted(declaration, bytes, of, Descriptions.bytes(types.sizeOf(type)));
  }
}
