package dev.rrq.store;

import java.util.Optional;
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
 * @param section that it lies in; of a kernel module's symbol, {@code [module]}, with a {@code *}
 *     where the address has been another module's too, and is not named by it
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

  /** Follows the section of a module's symbol whose addresses have been another's. */
  static final String SHARED_SUFFIX = "*";

  /** In SQL, what {@link #namesAddresses} tells. */
  static final String NAMES_ADDRESSES =
      "NOT ends_with(coalesce(section, ''), ']" + SHARED_SUFFIX + "')";

  /** {@link #kind} of a function. */
  public static final String FUNCTION = "FUNCTION";

  /** {@link #kind} of a variable. */
  public static final String OBJECT = "OBJECT";

  /** {@link #kind} of a per-CPU variable. */
  public static final String PER_CPU_OBJECT = "PER_CPU_OBJECT";

  /** {@link #kind} of a place in assembly code or of the linker. */
  public static final String LABEL = "LABEL";

  /** The section of all symbols of a kernel module. */
  public static String sectionOf(String module) {
    return "[" + module + "]";
  }

  /** The kernel module that it is of, if it is. */
  public Optional<String> module() {
    return section != null && section.startsWith("[")
        ? Optional.of(section.substring(1, section.indexOf(']')))
        : Optional.empty();
  }

  /**
   * The same, of a module whose addresses were another's at another time: it has its name, but does
   * not name them.
   */
  public SymbolRow withoutAddresses() {
    return new SymbolRow(
        name, kind, global, address, size, type, file, line, section + SHARED_SUFFIX);
  }

  /** The same, with its type and where it is declared. */
  public SymbolRow described(int ofType, int declaredIn, int atLine) {
    return new SymbolRow(name, kind, global, address, size, ofType, declaredIn, atLine, section);
  }

  /** The same place by another name, which does not stand for it where names are shown. */
  public SymbolRow alias(String other) {
    String as = kind.equals(FUNCTION) ? LABEL : kind;
    return new SymbolRow(other, as, global, address, size, type, file, line, section);
  }

  /** What names the addresses from this one on, as those that had them at different times do. */
  public SymbolRow spanning(String names, long bytes) {
    return new SymbolRow(names, kind, false, address, bytes, -1, 0, 0, null);
  }

  /** Whether it names the addresses that it has. */
  public boolean namesAddresses() {
    return section == null || !section.endsWith("]" + SHARED_SUFFIX);
  }
}
