package dev.rrq.shell.output;

import dev.rrq.planner.Column;
import dev.rrq.planner.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Aligned columns under a header.
 *
 * <p>Its widths are those of the first {@value #LOOK_AHEAD} rows; a later cell that is wider pushes
 * its line out rather than being cut. On a terminal, text columns shrink until a line fits, and a
 * later line is cut where it does not. A call stack stands below its row, a frame a line.
 */
final class TableWriter implements RowWriter {
  private static final int LOOK_AHEAD = 1_000;
  private static final int LEAST_WIDTH = 8;
  private static final String GAP = "  ";
  private static final String INDENT = "    ";

  private final Appendable out;
  private final TableStyle style;
  private final List<Cells> held = new ArrayList<>();
  private List<Column> columns = List.of();
  private int[] besideEachOther = {};
  private int[] below = {};
  private int[] widths = {};
  private boolean printing;

  /**
   * The texts of a row.
   *
   * @param line in the columns
   * @param frames lines below them
   */
  private record Cells(List<String> line, List<String> frames) {}

  TableWriter(Appendable out, TableStyle style) {
    this.out = out;
    this.style = style;
  }

  @Override
  public void begin(List<Column> columns) {
    IntPredicate isStack = i -> columns.get(i).kind() == Column.Kind.BACKTRACE;
    boolean standsAlone = IntStream.range(0, columns.size()).allMatch(isStack);
    IntPredicate isBelow = i -> !standsAlone && isStack.test(i);
    below = IntStream.range(0, columns.size()).filter(isBelow).toArray();
    besideEachOther = IntStream.range(0, columns.size()).filter(isBelow.negate()).toArray();
    this.columns = IntStream.of(besideEachOther).mapToObj(columns::get).toList();
    widths = this.columns.stream().mapToInt(c -> DisplayWidth.of(c.name())).toArray();
  }

  @Override
  public void row(Row row) throws IOException {
    Cells cells = cells(row);
    if (printing) {
      print(cells);
      return;
    }
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], DisplayWidth.of(cells.line().get(i)));
    }
    held.add(cells);
    if (held.size() >= (style.streaming() ? 1 : LOOK_AHEAD)) {
      flush();
    }
  }

  private Cells cells(Row row) {
    List<String> line = new ArrayList<>(besideEachOther.length);
    for (int i : besideEachOther) {
      line.add(DisplayWidth.printable(row.text(i).replace('\n', '↵')));
    }
    List<String> frames = new ArrayList<>();
    for (int i : below) {
      if (row.value(i) instanceof List<?> stack) {
        MachineFields.frames(stack).stream().map(DisplayWidth::printable).forEach(frames::add);
      }
    }
    return new Cells(line, frames);
  }

  @Override
  public void end() throws IOException {
    if (!held.isEmpty()) {
      flush();
    }
  }

  private void flush() throws IOException {
    printing = true;
    shrink();
    header();
    for (Cells cells : held) {
      print(cells);
    }
    held.clear();
  }

  private void print(Cells cells) throws IOException {
    line(cells.line());
    for (String frame : cells.frames()) {
      out.append(INDENT).append(frame).append('\n');
    }
  }

  private void shrink() {
    while (style.width() > 0 && total() > style.width()) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        boolean canShrink = isCut(i) && widths[i] > LEAST_WIDTH;
        if (canShrink && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        return;
      }
      widths[widest]--;
    }
  }

  private int total() {
    int total = GAP.length() * (widths.length - 1);
    for (int width : widths) {
      total += width;
    }
    return total;
  }

  private void header() throws IOException {
    List<String> names = new ArrayList<>();
    List<String> rules = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      names.add(columns.get(i).name());
      rules.add("─".repeat(widths[i]));
    }
    out.append(style.headerOn());
    line(names);
    out.append(style.ruleOn());
    line(rules);
    out.append(style.off());
  }

  private void line(List<String> texts) throws IOException {
    StringBuilder line = new StringBuilder();
    boolean tooWide = style.width() > 0 && width(texts) > style.width();
    for (int i = 0; i < widths.length; i++) {
      if (i > 0) {
        line.append(GAP);
      }
      boolean cuts = tooWide && isCut(i);
      String text = cuts ? DisplayWidth.cut(texts.get(i), widths[i]) : texts.get(i);
      String padding = " ".repeat(Math.max(0, widths[i] - DisplayWidth.of(text)));
      if (Alignment.isRight(columns.get(i))) {
        line.append(padding).append(text);
      } else {
        line.append(text).append(i + 1 < widths.length ? padding : "");
      }
    }
    out.append(line).append('\n');
  }

  /** The columns that a line takes if nothing of it is cut. */
  private int width(List<String> texts) {
    int width = GAP.length() * (widths.length - 1);
    for (int i = 0; i < widths.length; i++) {
      width += Math.max(widths[i], DisplayWidth.of(texts.get(i)));
    }
    return width;
  }

  /** Numbers and addresses are never cut: half a number is a wrong one. */
  private boolean isCut(int column) {
    return switch (columns.get(column).kind()) {
      case TIME, NUMBER, DECIMAL, ADDRESS, FLAG, BAR -> false;
      case VALUE, TEXT, BACKTRACE -> true;
    };
  }
}
