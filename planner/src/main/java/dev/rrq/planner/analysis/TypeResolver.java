package dev.rrq.planner.analysis;

import dev.rrq.grammar.ast.TypeName;
import dev.rrq.planner.type.CTypes;
import dev.rrq.symbols.model.CType;
import java.util.Optional;

/** Finds the type that a cast names. */
public final class TypeResolver {

  private final Program program;
  private final CTypes types;

  /** Resolves against a program's types. */
  public TypeResolver(Program program, CTypes types) {
    this.program = program;
    this.types = types;
  }

  /**
   * The id of a type.
   *
   * @throws dev.rrq.grammar.diagnostics.DiagnosticException if the program has no such type
   */
  public int resolve(TypeName name) {
    int id = find(name).orElseThrow(() -> unknown(name)).id();
    for (int i = 0; i < name.pointers(); i++) {
      id = types.pointerTo(id);
    }
    return id;
  }

  private Optional<? extends CType> find(TypeName name) {
    return switch (name.kind()) {
      case STRUCT -> types.composite(CType.CompositeKind.STRUCT, name.name());
      case UNION -> types.composite(CType.CompositeKind.UNION, name.name());
      case ENUM -> types.enumeration(name.name());
      case PLAIN ->
          name.name().equals("void")
              ? Optional.of(types.type(CType.VOID_ID))
              : types.named(name.name());
    };
  }

  private RuntimeException unknown(TypeName name) {
    String plain = new TypeName(name.location(), name.kind(), name.name(), 0).toString();
    return Problems.unknown(
        "unknown-type",
        name.location(),
        "the kernel has no type '" + plain + "'",
        name.name(),
        program.typeNames());
  }
}
