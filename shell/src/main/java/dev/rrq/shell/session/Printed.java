package dev.rrq.shell.session;

/**
 * What was printed of an answer.
 *
 * @param rows how many were read
 * @param paged whether a person read them through a pager
 */
record Printed(long rows, boolean paged) {}
