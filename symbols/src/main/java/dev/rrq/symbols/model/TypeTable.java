package dev.rrq.symbols.model;

import java.util.Optional;

/**
 * Finds types by id and by name. Implementations may load lazily and must be safe to call often.
 */
public interface TypeTable {

  /**
   * The type of an id.
   *
   * @throws IllegalArgumentException if there is no such type
   */
  CType type(int id);

  /** The structure or union with this tag; the defined one where there are forwards too. */
  Optional<CType.Composite> composite(CType.CompositeKind kind, String tag);

  /** The enumeration with this tag. */
  Optional<CType.Enumeration> enumeration(String tag);

  /** The type that a plain name stands for: a typedef, or a base type such as {@code int}. */
  Optional<CType> named(String name);
}
