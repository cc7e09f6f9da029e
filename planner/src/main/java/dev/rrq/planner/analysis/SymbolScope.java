package dev.rrq.planner.analysis;

import java.util.Optional;

/**
 * What stands before a name: a source file, which may be given by the end of its path, or a module.
 */
public final class SymbolScope {

  private SymbolScope() {}

  /**
   * Whether a symbol is in a scope.
   *
   * @param module the kernel module that it is of, if it is
   * @param file that declares it, if that is known
   */
  public static boolean holds(String scope, Optional<String> module, Optional<String> file) {
    return module.equals(Optional.of(scope))
        || file.filter(path -> path.equals(scope) || path.endsWith("/" + scope)).isPresent();
  }
}
