package dev.rrq.grammar.ast;

import dev.rrq.grammar.diagnostics.Location;

/**
 * A C type as it is written in a cast: {@code struct task_struct *}.
 *
 * @param kind which name space the name is of
 * @param name without {@code struct} and stars, its words separated by one blank: {@code unsigned
 *     long}
 * @param pointers number of stars
 */
public record TypeName(Location location, Kind kind, String name, int pointers) implements Node {
  /** Which name space a type's name is of. */
  public enum Kind {
    STRUCT,
    UNION,
    ENUM,
    /** A base type or a typedef. */
    PLAIN
  }

  /** As C writes it: {@code struct task_struct *}. */
  @Override
  public String toString() {
    String tag =
        switch (kind) {
          case STRUCT -> "struct ";
          case UNION -> "union ";
          case ENUM -> "enum ";
          case PLAIN -> "";
        };
    return tag + name + (pointers == 0 ? "" : " " + "*".repeat(pointers));
  }
}
