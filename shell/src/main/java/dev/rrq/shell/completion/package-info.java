/**
 * What may come next in a statement that is being typed. It works on the words before the cursor,
 * not on a syntax tree: an unfinished statement has none.
 */
@org.jspecify.annotations.NullMarked
package dev.rrq.shell.completion;
