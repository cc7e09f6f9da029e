package dev.rrq.shell.progress;

/**
 * How far a piece of work is.
 *
 * @param activity what is done, as a short gerund: {@code indexing}
 * @param icount instructions so far
 * @param total instructions in all, or 0 where that is not known
 * @param events rows so far, or -1 where there are none to count
 * @param bytes written so far, or -1
 */
public record Progress(String activity, long icount, long total, long events, long bytes) {}
