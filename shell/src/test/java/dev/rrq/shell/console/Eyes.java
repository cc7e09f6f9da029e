package dev.rrq.shell.console;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a person sees of what is written to an xterm: the part of it that line editing uses. */
final class Eyes {
  private static final Pattern SEQUENCE =
      Pattern.compile("\u001b(?:\\[([?0-9;]*)([@-~])|[()].|[=>78]|\\][^\u0007]*\u0007)");

  private final char[][] cells;
  private int row;
  private int column;
  private String pending = "";

  Eyes(int columns, int rows) {
    cells = new char[rows][columns];
    for (char[] line : cells) {
      Arrays.fill(line, ' ');
    }
  }

  void read(String written) {
    String text = pending + written;
    pending = "";
    Matcher sequence = SEQUENCE.matcher(text);
    int i = 0;
    while (i < text.length()) {
      if (text.charAt(i) != '\u001b') {
        show(text.charAt(i++));
      } else if (sequence.region(i, text.length()).lookingAt()) {
        if (sequence.group(2) != null) {
          obey(sequence.group(2).charAt(0), sequence.group(1));
        }
        i = sequence.end();
      } else {
        pending = text.substring(i);
        return;
      }
    }
  }

  private void show(char c) {
    switch (c) {
      case '\r' -> column = 0;
      case '\n' -> lineFeed();
      case '\b' -> column = Math.max(0, column - 1);
      default -> {
        if (c >= ' ') {
          print(c);
        }
      }
    }
  }

  private void print(char c) {
    if (column == cells[row].length) {
      column = 0;
      lineFeed();
    }
    cells[row][column++] = c;
  }

  private void lineFeed() {
    if (row + 1 < cells.length) {
      row++;
      return;
    }
    char[] top = cells[0];
    System.arraycopy(cells, 1, cells, 0, cells.length - 1);
    Arrays.fill(top, ' ');
    cells[cells.length - 1] = top;
  }

  private void obey(char command, String arguments) {
    String first = arguments.split(";", 2)[0];
    int given = first.isEmpty() || first.startsWith("?") ? 0 : Integer.parseInt(first);
    int count = Math.max(1, given);
    int last = cells[row].length;
    switch (command) {
      case 'A' -> row = Math.max(0, row - count);
      case 'B' -> row = Math.min(cells.length - 1, row + count);
      case 'C' -> column = Math.min(last - 1, column + count);
      case 'D' -> column = Math.max(0, column - count);
      case 'G' -> column = Math.min(last, count) - 1;
      case 'H' -> {
        row = 0;
        column = 0;
      }
      case 'K' -> Arrays.fill(cells[row], Math.min(column, last), last, ' ');
      case 'J' -> clearBelow();
      case 'P' -> shift(count);
      case '@' -> insert(count);
      default -> {
        // Colours and modes change nothing that can be read.
      }
    }
  }

  private void clearBelow() {
    Arrays.fill(cells[row], Math.min(column, cells[row].length), cells[row].length, ' ');
    for (int below = row + 1; below < cells.length; below++) {
      Arrays.fill(cells[below], ' ');
    }
  }

  private void shift(int count) {
    char[] line = cells[row];
    int kept = Math.max(0, line.length - column - count);
    System.arraycopy(line, column + count, line, column, kept);
    Arrays.fill(line, column + kept, line.length, ' ');
  }

  private void insert(int count) {
    char[] line = cells[row];
    System.arraycopy(line, column, line, column + count, line.length - column - count);
    Arrays.fill(line, column, column + count, ' ');
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (char[] line : cells) {
      text.append(new String(line).stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
