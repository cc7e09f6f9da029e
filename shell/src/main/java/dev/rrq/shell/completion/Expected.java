package dev.rrq.shell.completion;

import java.util.List;

/**
 * What may stand where the cursor is.
 *
 * @param kind what sort of name
 * @param keywords words of the language that fit as well
 * @param object for {@link Kind#MEMBER}, the text of the object whose member is wanted
 */
public record Expected(Kind kind, List<String> keywords, String object) {

  /** The sorts of names that come from elsewhere than the language. */
  public enum Kind {
    /** Keywords alone. */
    NOTHING,
    /** The start of a statement: the registry of commands knows them. */
    COMMAND,
    /** A variable. */
    SYMBOL,
    FUNCTION,
    /** A member of a structure. */
    MEMBER,
    COLUMN,
    /** A mark or a {@code let}. */
    TIME,
    TASK,
    /** A tag behind {@code struct}, {@code union} or {@code enum}. */
    TYPE,
    /** A variable, function or type: what {@code describe} takes. */
    NAME,
    FILE,
    FORMAT
  }

  public Expected {
    keywords = List.copyOf(keywords);
  }

  static Expected of(Kind kind, String... keywords) {
    return new Expected(kind, List.of(keywords), "");
  }

  static Expected memberOf(String object) {
    return new Expected(Kind.MEMBER, List.of(), object);
  }
}
