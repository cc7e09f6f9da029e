package dev.rrq.shell.output;

/**
 * How tables are drawn.
 *
 * @param width in terminal columns, to which text is cut; 0 for no limit
 * @param color whether escape sequences may be used
 * @param streaming whether rows come slowly and each is wanted at once
 */
public record TableStyle(int width, boolean color, boolean streaming) {

  /** For files and pipes. */
  public static final TableStyle PLAIN = new TableStyle(0, false, false);

  String headerOn() {
    return color ? "\u001b[1m" : "";
  }

  String ruleOn() {
    return color ? "\u001b[0;2m" : "";
  }

  String off() {
    return color ? "\u001b[0m" : "";
  }
}
