package dev.rrq.shell.output;

import dev.rrq.planner.Column;
import dev.rrq.planner.Row;
import java.io.IOException;
import java.util.List;

/** A table as Markdown renderers understand it; streamed, so its columns are not padded. */
final class MarkdownWriter implements RowWriter {
  private final Appendable out;
  private final boolean header;

  MarkdownWriter(Appendable out, boolean header) {
    this.out = out;
    this.header = header;
  }

  @Override
  public void begin(List<Column> columns) throws IOException {
    if (!header) {
      return;
    }
    for (Column column : columns) {
      out.append("| ").append(escape(column.name())).append(' ');
    }
    out.append("|\n");
    for (Column column : columns) {
      out.append(Alignment.isRight(column) ? "| ---: " : "| --- ");
    }
    out.append("|\n");
  }

  @Override
  public void row(Row row) throws IOException {
    for (int i = 0; i < row.size(); i++) {
      out.append("| ").append(text(row, i)).append(' ');
    }
    out.append("|\n");
  }

  @Override
  public void end() {}

  private static String text(Row row, int column) {
    if (row.value(column) instanceof List<?> frames) {
      return String.join("<br>", frames.stream().map(f -> escape(f.toString())).toList());
    }
    return escape(row.text(column));
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\")
        .replace("|", "\\|")
        .replace("<", "&lt;")
        .replace("*", "\\*")
        .replace("_", "\\_")
        .replace("`", "\\`")
        .replace("\n", "<br>");
  }
}
