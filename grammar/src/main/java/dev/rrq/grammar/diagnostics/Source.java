package dev.rrq.grammar.diagnostics;

/**
 * A text that came from the user.
 *
 * @param name what messages call it: {@code stdin} for what was typed, {@code -e}, or the path of a
 *     script
 * @param text the whole text
 */
public record Source(String name, String text) {}
