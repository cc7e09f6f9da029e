package dev.rrq.store;

/**
 * A function that was inlined at some instruction.
 *
 * @param function the inlined function
 * @param depth 1 for one inlined into the function itself
 * @param callFile path of the file in which the call stands
 * @param callLine line of the call
 */
public record InlinedCall(String function, int depth, String callFile, int callLine) {}
