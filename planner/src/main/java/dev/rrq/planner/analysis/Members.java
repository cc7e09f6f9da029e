package dev.rrq.planner.analysis;

import dev.rrq.grammar.diagnostics.Location;
import dev.rrq.planner.type.CTypes;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.types.TypeLayout;
import java.util.stream.Stream;

/** Finds members of structures and unions by name. */
public final class Members {

  private Members() {}

  /**
   * A member, which may be one of an anonymous member.
   *
   * @param type the composite, or a typedef of it, as messages name it
   * @param location of what names the member
   * @throws dev.rrq.grammar.diagnostics.DiagnosticException if there is none
   */
  public static TypeLayout.Field of(
      CTypes types, int type, CType.Composite composite, String name, Location location) {
    return types
        .layout()
        .member(composite, name)
        .orElseThrow(
            () ->
                Problems.unknown(
                    "unknown-member",
                    location,
                    types.name(type) + " has no member '" + name + "'",
                    name,
                    types.layout().members(composite).stream()
                        .flatMap(field -> Stream.ofNullable(field.member().name()))
                        .toList()));
  }
}
