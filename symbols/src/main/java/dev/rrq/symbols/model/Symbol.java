package dev.rrq.symbols.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A function or variable of a program.
 *
 * @param address as linked; the running program's is this plus its load offset (KASLR). For a
 *     per-CPU variable, the offset within the per-CPU area as linked
 * @param size in bytes, 0 if unknown
 * @param type id of the variable's type or the function's prototype, or -1 if unknown
 * @param file id of the declaring source file, or 0 if unknown
 * @param line 1-based, or 0 if unknown
 * @param section the ELF section it lies in, or null if unknown
 * @param module the kernel module that it is of; empty if it is the program's own
 */
public record Symbol(
    String name,
    Kind kind,
    boolean global,
    long address,
    long size,
    int type,
    int file,
    int line,
    @Nullable String section,
    Optional<String> module) {

  /** A symbol of the program's own. */
  public Symbol(
      String name,
      Kind kind,
      boolean global,
      long address,
      long size,
      int type,
      int file,
      int line,
      @Nullable String section) {
    this(name, kind, global, address, size, type, file, line, section, Optional.empty());
  }

  /** What a symbol names. */
  public enum Kind {
    FUNCTION,
    OBJECT,
    PER_CPU_OBJECT,
    LABEL
  }
}
