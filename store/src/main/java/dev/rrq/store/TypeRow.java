package dev.rrq.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@link Schema#TYPES} with what belongs to it.
 *
 * @param kind as the table has it
 * @param name tag or name, or null
 * @param size in bytes, or 0 where the kind does not say it
 * @param target id of the type that it is made from, or 0
 * @param count elements of an array
 * @param attribute as the table has it, or null
 * @param members of a structure or union, in order
 * @param enumerators of an enumeration, in order
 * @param parameters of a prototype, in order
 */
public record TypeRow(
    int id,
    String kind,
    @Nullable String name,
    long size,
    int target,
    long count,
    @Nullable String attribute,
    List<Member> members,
    List<Enumerator> enumerators,
    List<Parameter> parameters) {

  public TypeRow {
    members = List.copyOf(members);
    enumerators = List.copyOf(enumerators);
    parameters = List.copyOf(parameters);
  }

  /** A row of {@link Schema#MEMBERS}. */
  public record Member(@Nullable String name, int type, long bitOffset, int bitSize) {}

  /** A row of {@link Schema#ENUMERATORS}. */
  public record Enumerator(String name, long value) {}

  /** A row of {@link Schema#PROTOTYPE_PARAMETERS} or {@link Schema#PARAMETERS}. */
  public record Parameter(@Nullable String name, int type) {}
}
