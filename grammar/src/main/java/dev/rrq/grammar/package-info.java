/** The query language as text: grammar, syntax tree, formatter and diagnostics. */
@org.jspecify.annotations.NullMarked
package dev.rrq.grammar;
