/**
 * What is known of a program: C types, symbols, source lines and inlined calls, as plain values.
 */
@org.jspecify.annotations.NullMarked
package dev.rrq.symbols.model;
