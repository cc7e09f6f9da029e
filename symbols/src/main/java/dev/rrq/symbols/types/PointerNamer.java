package dev.rrq.symbols.types;

import java.util.Optional;

/** Says what a pointer points to, so that {@code &init_task} is printed and not a number. */
@FunctionalInterface
public interface PointerNamer {

  /** Knows no names. */
  PointerNamer NONE = (address, target) -> Optional.empty();

  /**
   * The text to print for a pointer that is not null.
   *
   * @param address the pointer's value
   * @param target id of the type that it points to
   */
  Optional<String> name(long address, int target);
}
