package dev.rrq.symbols.types;

import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.TypeTable;
import java.util.Optional;

/** Moves the ids of a program's types, so that they are no other program's. */
public final class MovedTypes {

  private MovedTypes() {}

  /**
   * A type of a program, as it is with the program's other ids moved.
   *
   * @param by what to add to its ids, but for {@link CType#VOID_ID} and -1
   */
  public static CType moved(TypeTable program, CType type, int by) {
    int id = move(type.id(), by);
    if (type instanceof CType.Base base) {
      return new CType.Base(id, base.name(), base.size(), base.encoding());
    } else if (type instanceof CType.Pointer pointer) {
      return new CType.Pointer(id, move(pointer.target(), by), pointer.size());
    } else if (type instanceof CType.Array array) {
      return new CType.Array(id, move(array.element(), by), array.count());
    } else if (type instanceof CType.Typedef typedef) {
      return new CType.Typedef(id, typedef.name(), move(typedef.target(), by));
    } else if (type instanceof CType.Qualified qualified) {
      return new CType.Qualified(id, qualified.qualifier(), move(qualified.target(), by));
    } else if (type instanceof CType.Enumeration e) {
      return new CType.Enumeration(id, e.name(), e.size(), e.signed(), e.enumerators());
    } else if (type instanceof CType.Composite composite) {
      return composite(composite, id, by);
    } else if (type instanceof CType.Prototype prototype) {
      return prototype(prototype, id, by);
    }
    return type instanceof CType.Forward forward ? defined(program, forward, id, by) : type;
  }

  private static CType.Composite composite(CType.Composite composite, int id, int by) {
    return new CType.Composite(
        id,
        composite.kind(),
        composite.name(),
        composite.size(),
        composite.members().stream()
            .map(m -> new CType.Member(m.name(), move(m.type(), by), m.bitOffset(), m.bitSize()))
            .toList());
  }

  private static CType prototype(CType.Prototype prototype, int id, int by) {
    return new CType.Prototype(
        id,
        move(prototype.returnType(), by),
        prototype.parameters().stream()
            .map(p -> new CType.Parameter(p.name(), move(p.type(), by)))
            .toList(),
        prototype.variadic());
  }

  /** A tag that a program only declares in one place and defines in another is its own. */
  private static CType defined(TypeTable program, CType.Forward forward, int id, int by) {
    for (CType.CompositeKind kind : CType.CompositeKind.values()) {
      Optional<CType.Composite> definition = program.composite(kind, forward.name());
      if (definition.isPresent() && forward.keyword().equalsIgnoreCase(kind.name())) {
        return composite(definition.get(), move(definition.get().id(), by), by);
      }
    }
    return new CType.Forward(id, forward.keyword(), forward.name());
  }

  /** An id, moved. */
  public static int move(int id, int by) {
    return id == CType.VOID_ID || id < 0 ? id : id + by;
  }
}
