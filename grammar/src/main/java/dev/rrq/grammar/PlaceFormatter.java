package dev.rrq.grammar;

import dev.rrq.grammar.ast.Place;

/** Writes places. */
final class PlaceFormatter implements Place.Visitor<String> {
  @Override
  public String visitLvalue(Place.Lvalue place) {
    return Formatter.format(place.expression());
  }

  @Override
  public String visitRange(Place.Range place) {
    return (place.physical() ? "phys " : "")
        + Formatter.format(place.start())
        + "..+"
        + Formatter.format(place.length());
  }
}
