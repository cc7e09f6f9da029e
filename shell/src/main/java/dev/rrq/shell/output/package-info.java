/**
 * Answers on their way out: rows, the formats that print them, and the files and pipes they go to.
 *
 * <p>Rows are streamed; the only format that holds any back is the table, which looks at a bounded
 * number of rows to choose its widths.
 */
@org.jspecify.annotations.NullMarked
package dev.rrq.shell.output;
