package dev.rrq.planner;

/** What a statement answers. */
public sealed interface Result permits TableResult, Result.Text, Result.Verdict {

  /**
   * A text, ready to print, of one or more lines without the last line's end.
   *
   * @param text empty for a statement that has nothing to say, such as {@code let}
   */
  record Text(String text) implements Result {}

  /**
   * The answer to {@code expect}.
   *
   * @param held false makes the script fail
   * @param message what was expected and what was found
   */
  record Verdict(boolean held, String message) implements Result {}
}
