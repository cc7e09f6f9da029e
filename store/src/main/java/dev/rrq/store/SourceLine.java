package dev.rrq.store;

/**
 * A place in the source.
 *
 * @param file its path as the compiler saw it
 * @param line 1-based
 */
public record SourceLine(String file, int line) {}
