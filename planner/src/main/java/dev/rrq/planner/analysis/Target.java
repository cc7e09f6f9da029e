package dev.rrq.planner.analysis;

/**
 * A place that a statement names, ready to be looked for in memory.
 *
 * @param type id of its C type; {@link dev.rrq.symbols.model.CType#VOID_ID} for mere bytes
 * @param length in bytes; of a bit field, of the bytes that hold it
 * @param bitShift of a bit field, number of its lowest bit within these bytes; else 0
 * @param bitSize of a bit field, its width; else 0
 * @param where it lies, over the time that the statement asks about
 */
public record Target(int type, long length, int bitShift, int bitSize, Timeline<Mapping> where) {}
