package dev.rrq.planner;

/**
 * A column of a result.
 *
 * @param name as the language spells it, such as {@code t} or {@code new}
 * @param kind what its values are, which decides how each output format writes them
 * @param doc one sentence for users
 */
public record Column(String name, Kind kind, String doc) {

  /** What a column's values are. {@link Row#value} says their Java type. */
  public enum Kind {
    /** A {@link Long}: guest instructions retired since the recording began. */
    TIME,
    /** A {@link Long}: a plain count, size or id. */
    NUMBER,
    /** A {@link Double}. */
    DECIMAL,
    /** A {@link Long}: 64 raw bits, to be read as unsigned. */
    ADDRESS,
    /**
     * A {@link Long}: raw bits of a stored value, zero-extended; {@link Row#text} reads them by the
     * C type of the place.
     */
    VALUE,
    /** A {@link String}. */
    TEXT,
    /** A {@link Boolean}. */
    FLAG,
    /**
     * A {@link java.util.List} of {@link String}: {@code function+0xoff (file:line)}, innermost
     * first.
     */
    BACKTRACE,
    /** A {@link Double} from 0 to 1: a bar, drawn for people and left out for machines. */
    BAR
  }
}
