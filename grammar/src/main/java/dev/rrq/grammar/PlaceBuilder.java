package dev.rrq.grammar;

import dev.rrq.grammar.antlr.RrqParser;
import dev.rrq.grammar.ast.Place;
import dev.rrq.grammar.diagnostics.Location;

/** Builds places. */
final class PlaceBuilder {
  private PlaceBuilder() {}

  static Place build(RrqParser.PlaceContext context) {
    Location location = Locations.of(context);
    return context.rangeLength() == null
        ? new Place.Lvalue(location, ExpressionBuilder.build(context.value()))
        : new Place.Range(
            location,
            context.PHYS() != null,
            ExpressionBuilder.build(context.value()),
            ExpressionBuilder.build(context.rangeLength().value()));
  }
}
