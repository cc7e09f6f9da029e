package dev.rrq.grammar.ast;

import dev.rrq.grammar.diagnostics.Location;

/** A column of the result, by name. */
public record Column(Location location, String name) implements Node {}
