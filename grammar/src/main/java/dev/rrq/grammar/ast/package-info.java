/**
 * The syntax tree: records under the sealed interfaces {@link dev.rrq.grammar.ast.Statement},
 * {@link dev.rrq.grammar.ast.Subject}, {@link dev.rrq.grammar.ast.Clause}, {@link
 * dev.rrq.grammar.ast.Time}, {@link dev.rrq.grammar.ast.Place}, {@link
 * dev.rrq.grammar.ast.Expression} and {@link dev.rrq.grammar.ast.Predicate}, each with its own
 * {@code Visitor}. Every node knows where it stands in the text. Nothing is resolved here: a name
 * is a name.
 *
 * <p>A tree that came from the parser is at most {@value dev.rrq.grammar.ast.Node#MAX_DEPTH} deep,
 * so it may be walked by recursion.
 */
@org.jspecify.annotations.NullMarked
package dev.rrq.grammar.ast;
