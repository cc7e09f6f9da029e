package dev.rrq.shell.output;

import dev.rrq.planner.Column;
import dev.rrq.planner.Row;
import java.io.IOException;
import java.util.List;

/** One line a column, for rows that are too wide to stand side by side; frames get a line each. */
final class VerticalWriter implements RowWriter {
  private final Appendable out;
  private List<Column> columns = List.of();
  private int width;
  private long count;

  VerticalWriter(Appendable out) {
    this.out = out;
  }

  @Override
  public void begin(List<Column> columns) {
    this.columns = columns;
    width = columns.stream().mapToInt(c -> DisplayWidth.of(c.name())).max().orElse(0);
  }

  @Override
  public void row(Row row) throws IOException {
    out.append("#").append(Long.toString(++count)).append('\n');
    for (int i = 0; i < columns.size(); i++) {
      String indent = "  " + " ".repeat(width - DisplayWidth.of(columns.get(i).name()));
      out.append(indent).append(columns.get(i).name()).append("  ");
      out.append(text(row, i)).append('\n');
    }
  }

  @Override
  public void end() {}

  private String text(Row row, int column) {
    String next = "\n" + " ".repeat(width + 4);
    if (row.value(column) instanceof List<?> frames) {
      return String.join(next, MachineFields.frames(frames));
    }
    return DisplayWidth.printable(row.text(column).replace("\n", next));
  }
}
