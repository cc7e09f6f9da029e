/** The generated lexer and parser. Nothing outside of {@code dev.rrq.grammar} sees these types. */
package dev.rrq.grammar.antlr;
