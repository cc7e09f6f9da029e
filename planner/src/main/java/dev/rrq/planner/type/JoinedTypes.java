package dev.rrq.planner.type;

import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.TypeTable;
import dev.rrq.symbols.types.MovedTypes;
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
        : MovedTypes.moved(
            programs.get(table - 1), programs.get(table - 1).type(id % IDS), table * IDS);
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
