package dev.rrq.shell.output;

import dev.rrq.planner.Column;

/** On which side a column's values line up. */
final class Alignment {
  private Alignment() {}

  /** Numbers, so that their digits stand below each other. */
  static boolean isRight(Column column) {
    return switch (column.kind()) {
      case TIME, NUMBER, DECIMAL -> true;
      case ADDRESS, VALUE, TEXT, FLAG, BACKTRACE, BAR -> false;
    };
  }
}
