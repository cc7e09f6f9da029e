/**
 * The query language as text: grammar, syntax tree, formatter and diagnostics.
 *
 * <p>{@link dev.rrq.grammar.StatementParser} turns text into {@link dev.rrq.grammar.ScriptItem}s,
 * or one text into one {@link dev.rrq.grammar.ast.Statement}:
 *
 * <pre>{@code
 * Source source = new Source("boot.rrq", text);
 * for (ScriptItem item : new StatementParser(List.of("help", "exit")).read(source)) {
 *   item.accept(visitor); // visitParsed(statement), visitCommand(name), visitWrong(diagnostic)
 * }
 * }</pre>
 *
 * <p>{@link dev.rrq.grammar.Formatter} writes trees as text that parses to the same tree; {@link
 * dev.rrq.grammar.Completion} says what may come next; {@link dev.rrq.grammar.ScriptParameters}
 * puts a script's arguments in their places before it is read.
 *
 * <p>What is wrong is a {@link dev.rrq.grammar.diagnostics.Diagnostic}, which {@link
 * dev.rrq.grammar.diagnostics.DiagnosticRenderer} draws; later stages make theirs from the
 * locations that every node has, throw them as {@link
 * dev.rrq.grammar.diagnostics.DiagnosticException}, and find the names for their hints with {@link
 * dev.rrq.grammar.diagnostics.Suggestions}.
 *
 * <p>Within: the {@code CommandLexer} wraps the generated lexer; the {@code TokenStage} collects a
 * statement's tokens and settles what depends on context; the {@code Recognizer} knows whether a
 * line is complete and what was expected; the {@code TreeParser} runs the generated parser, and the
 * builders make records of its contexts.
 */
@org.jspecify.annotations.NullMarked
package dev.rrq.grammar;
