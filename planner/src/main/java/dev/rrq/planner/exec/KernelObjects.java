package dev.rrq.planner.exec;

import dev.rrq.planner.analysis.Mapping;
import dev.rrq.planner.analysis.Term;
import dev.rrq.planner.analysis.Value;
import dev.rrq.planner.type.CTypes;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.Symbol;
import dev.rrq.symbols.types.TypeLayout;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads members of the kernel's own structures at an instant; what cannot be read is empty. */
final class KernelObjects {

  private final Context context;
  private final CTypes types;
  private final Moment moment;

  KernelObjects(Context context, Moment moment) {
    this.context = context;
    this.types = context.trace().types();
    this.moment = moment;
  }

  /** A structure. */
  Optional<CType.Composite> struct(String tag) {
    return types.composite(CType.CompositeKind.STRUCT, tag);
  }

  /** The size of a structure or union, if there is one of that tag. */
  OptionalLong sizeOf(CType.CompositeKind kind, String tag) {
    Optional<CType.Composite> composite = types.composite(kind, tag);
    return composite.isEmpty() ? OptionalLong.empty() : OptionalLong.of(composite.get().size());
  }

  /** A scalar member of a structure at an address. */
  OptionalLong member(String tag, long address, String name) {
    Optional<CType.Composite> struct = struct(tag);
    Optional<TypeLayout.Field> field = struct.flatMap(s -> types.layout().member(s, name));
    if (field.isEmpty()) {
      return OptionalLong.empty();
    }
    int pointer = types.pointerTo(struct.get().id());
    Term.Dereference object =
        new Term.Dereference(struct.get().id(), new Term.Constant(pointer, address));
    return value(new Term.Field(field.get().member().type(), object, field.get().bitOffset(), 0));
  }

  /** The value of a variable of one word. */
  OptionalLong variable(String name) {
    for (Symbol symbol : context.trace().program().symbols(name)) {
      long address = symbol.address() + context.trace().program().loadOffset();
      return value(new Term.Variable(types.base("unsigned long"), symbol, address));
    }
    return OptionalLong.empty();
  }

  /** A word at an address. */
  OptionalLong word(long address) {
    int type = types.base("unsigned long");
    return value(new Term.Dereference(type, new Term.Constant(types.pointerTo(type), address)));
  }

  private OptionalLong value(Term term) {
    try {
      return moment.value(term) instanceof Value.Known known
          ? OptionalLong.of(known.bits())
          : OptionalLong.empty();
    } catch (dev.rrq.planner.QueryException e) {
      return OptionalLong.empty();
    }
  }

  /** A text that a pointer leads to, in quotes. */
  Optional<String> text(long address) {
    return new Strings(context, moment).at(address);
  }

  /** Where an address is mapped. */
  Mapping mapping(long address) {
    return moment.physical(address, 1);
  }
}
