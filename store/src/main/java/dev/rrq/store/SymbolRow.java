package dev.rrq.store;

import org.jspecify.annotations.Nullable;

/**
 * A row of {@link Schema#SYMBOLS}.
 *
 * @param kind {@code FUNCTION}, {@code OBJECT}, {@code PER_CPU_OBJECT} or {@code LABEL}
 * @param address as linked
 * @param size in bytes, 0 if unknown
 * @param type id, -1 if unknown
 * @param file id, 0 if unknown
 * @param line 1-based, 0 if unknown
 */
public record SymbolRow(
    String name,
    String kind,
    boolean global,
    long address,
    long size,
    int type,
    int file,
    int line,
    @Nullable String section) {

  /** {@link #kind} of a function. */
  public static final String FUNCTION = "FUNCTION";

  /** {@link #kind} of a variable. */
  public static final String OBJECT = "OBJECT";

  /** {@link #kind} of a per-CPU variable. */
  public static final String PER_CPU_OBJECT = "PER_CPU_OBJECT";

  /** {@link #kind} of a place in assembly code or of the linker. */
  public static final String LABEL = "LABEL";
}
