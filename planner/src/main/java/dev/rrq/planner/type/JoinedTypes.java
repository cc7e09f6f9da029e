package dev.rrq.planner.type;

import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.TypeTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A kernel's types and those of user programs, whose ids are moved out of the way. */
public final class JoinedTypes implements TypeTable {

  /** No program has so many types; a kernel has a hundredth of them. */
  private static final int IDS = 1 << 24;

  private static final int MOST_PROGRAMS = 60;

  private final TypeTable kernel;
  private final List<TypeTable> programs = new ArrayList<>();

  /** The types of a kernel alone. */
  public JoinedTypes(TypeTable kernel) {
    this.kernel = kernel;
  }

  /**
   * Adds the types of a program.
   *
   * @return what to add to its ids, but for {@link CType#VOID_ID} and -1
   */
  public int add(TypeTable program) {
    if (programs.size() >= MOST_PROGRAMS) {
      throw new IllegalStateException("more than " + MOST_PROGRAMS + " programs");
    }
    programs.add(program);
    return programs.size() * IDS;
  }

  @Override
  public CType type(int id) {
    int table = id / IDS;
    return table == 0
        ? kernel.type(id)
        : moved(programs.get(table - 1), programs.get(table - 1).type(id % IDS), table * IDS);
  }

  private static CType moved(TypeTable program, CType type, int by) {
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

  private static int move(int id, int by) {
    return id == CType.VOID_ID || id < 0 ? id : id + by;
  }

  @Override
  public Optional<CType.Composite> composite(CType.CompositeKind kind, String tag) {
    return kernel.composite(kind, tag);
  }

  @Override
  public Optional<CType.Enumeration> enumeration(String tag) {
    return kernel.enumeration(tag);
  }

  @Override
  public Optional<CType> named(String name) {
    return kernel.named(name);
  }
}
