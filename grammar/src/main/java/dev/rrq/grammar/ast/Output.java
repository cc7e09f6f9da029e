package dev.rrq.grammar.ast;

import dev.rrq.grammar.diagnostics.Location;

/**
 * Where rows go instead of the terminal: {@code > out.csv}, {@code | sort -u}.
 *
 * @param target the file's path (its suffix says the format), or the shell command as it was
 *     written
 */
public record Output(Location location, Mode mode, String target) implements Node {
  /** What is done with the target. */
  public enum Mode {
    /** {@code >}: a new file; an error where it exists. */
    CREATE(">"),
    /** {@code >>}: after what the file holds. */
    APPEND(">>"),
    /** {@code >!}: instead of the file that may be there. */
    REPLACE(">!"),
    /** {@code |}: to a shell command. */
    PIPE("|");

    private final String symbol;

    Mode(String symbol) {
      this.symbol = symbol;
    }

    /** As it is written. */
    public String symbol() {
      return symbol;
    }
  }
}
