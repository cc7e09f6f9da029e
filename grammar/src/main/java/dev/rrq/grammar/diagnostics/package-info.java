/**
 * What rrq tells a user about a text: {@link dev.rrq.grammar.diagnostics.Diagnostic}, where it is
 * in the text, how it is drawn, and which names were probably meant.
 */
@org.jspecify.annotations.NullMarked
package dev.rrq.grammar.diagnostics;
