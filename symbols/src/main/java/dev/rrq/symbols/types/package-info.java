/** What can be done with C types: find, measure, walk, spell, and print values of them. */
@org.jspecify.annotations.NullMarked
package dev.rrq.symbols.types;
