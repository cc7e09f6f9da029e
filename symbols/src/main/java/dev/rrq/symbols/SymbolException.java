package dev.rrq.symbols;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that symbols cannot be read from. The message is one sentence that names the file or the
 * place in it; {@link #hint()} says what to do about it, where something can be done.
 */
public final class SymbolException extends RuntimeException {

  /** What is wrong with the file. */
  public enum Kind {
    /** It cannot be opened or read. */
    UNREADABLE,
    /** It is no ELF file, or one for another machine. */
    WRONG_FILE,
    /** It is whole, but has nothing to import. */
    NO_SYMBOLS,
    /** It uses a feature that rrq does not read. */
    UNSUPPORTED,
    /** It is truncated or contradicts itself. */
    DAMAGED
  }

  private final Kind kind;
  private final @Nullable String hint;

  public SymbolException(Kind kind, String message) {
    this(kind, message, null, null);
  }

  public SymbolException(
      Kind kind, String message, @Nullable String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.hint = hint;
  }

  /** What is wrong, for callers that map it to an exit status. */
  public Kind kind() {
    return kind;
  }

  /** What the user can do about it. */
  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }
}
