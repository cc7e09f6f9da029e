package dev.rrq.indexer.index;

/**
 * What an index run did.
 *
 * @param from first instant that is covered, icount
 * @param to the instant after the last
 * @param whole whether all was indexed that was asked for
 * @param events changes of memory
 * @param seconds from the start of the replay to the last change stored
 */
public record IndexSummary(long from, long to, boolean whole, long events, double seconds) {}
