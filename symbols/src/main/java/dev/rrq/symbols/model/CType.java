package dev.rrq.symbols.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A C type. Types refer to each other by {@link #id()}, so that a graph with cycles stays a set of
 * flat values; a {@link TypeTable} turns an id back into a type. Id 0 is {@code void}.
 */
public sealed interface CType {

  /** The id of {@code void} in every type table. */
  int VOID_ID = 0;

  /** This type's id, unique within one program. */
  int id();

  /** How the bits of a {@link Base} type are read. */
  enum Encoding {
    SIGNED,
    UNSIGNED,
    SIGNED_CHAR,
    UNSIGNED_CHAR,
    BOOLEAN,
    FLOAT
  }

  /** The two composite kinds of C. */
  enum CompositeKind {
    STRUCT,
    UNION
  }

  /** A type qualifier. */
  enum Qualifier {
    CONST,
    VOLATILE,
    RESTRICT,
    ATOMIC
  }

  /** {@code void}, the absence of a value. */
  record NoType(int id) implements CType {}

  /**
   * An arithmetic type.
   *
   * @param size in bytes
   */
  record Base(int id, String name, int size, Encoding encoding) implements CType {}

  /**
   * A pointer.
   *
   * @param target id of the type pointed to
   * @param size in bytes
   */
  record Pointer(int id, int target, int size) implements CType {}

  /**
   * One dimension of an array.
   *
   * @param element id of the element type
   * @param count number of elements, or -1 where the type does not say (a flexible array member)
   */
  record Array(int id, int element, long count) implements CType {}

  /**
   * A structure or union.
   *
   * @param name its tag, or null if anonymous
   * @param size in bytes
   */
  record Composite(
      int id, CompositeKind kind, @Nullable String name, long size, List<Member> members)
      implements CType {

    public Composite {
      members = List.copyOf(members);
    }
  }

  /**
   * An enumeration.
   *
   * @param name its tag, or null if anonymous
   * @param size in bytes
   */
  record Enumeration(
      int id, @Nullable String name, int size, boolean signed, List<Enumerator> enumerators)
      implements CType {

    public Enumeration {
      enumerators = List.copyOf(enumerators);
    }
  }

  /** Another name for a type. */
  record Typedef(int id, String name, int target) implements CType {}

  /** A qualified type. */
  record Qualified(int id, Qualifier qualifier, int target) implements CType {}

  /** A function's type. */
  record Prototype(int id, int returnType, List<Parameter> parameters, boolean variadic)
      implements CType {

    public Prototype {
      parameters = List.copyOf(parameters);
    }
  }

  /** A structure, union or enumeration that is named but not defined. */
  record Forward(int id, String keyword, String name) implements CType {}

  /**
   * A member of a structure or union.
   *
   * @param name null for an anonymous structure or union, whose members are then reached directly
   * @param type id of the member's type
   * @param bitOffset from the start of the composite
   * @param bitSize width of a bit field, or 0 where the member is not one
   */
  record Member(@Nullable String name, int type, long bitOffset, int bitSize) {}

  /** A named constant of an enumeration. */
  record Enumerator(String name, long value) {}

  /** A parameter of a prototype; unnamed where the declaration leaves the name out. */
  record Parameter(@Nullable String name, int type) {}
}
