package dev.rrq.shell.output;

import dev.rrq.planner.Column;
import dev.rrq.planner.Row;
import java.io.IOException;
import java.util.List;

/**
 * Comma-separated values as RFC 4180 has them, but for the line end, which is {@code \n} as the
 * tools of this system want it: fields with a comma, a quote or a line end are quoted, what is
 * unknown is empty, frames are joined by line ends.
 */
final class CsvWriter implements RowWriter {
  private final Appendable out;
  private final boolean header;
  private MachineFields fields = new MachineFields(List.of());

  CsvWriter(Appendable out, boolean header) {
    this.out = out;
    this.header = header;
  }

  @Override
  public void begin(List<Column> columns) throws IOException {
    fields = new MachineFields(columns);
    if (!header) {
      return;
    }
    for (int i = 0; i < fields.size(); i++) {
      separate(i);
      field(fields.name(i));
    }
    out.append('\n');
  }

  @Override
  public void row(Row row) throws IOException {
    for (int i = 0; i < fields.size(); i++) {
      separate(i);
      Object value = fields.value(i, row);
      if (value instanceof List<?>) {
        field(String.join("\n", MachineFields.frames(value)));
      } else if (value != null) {
        field(value.toString());
      }
    }
    out.append('\n');
  }

  @Override
  public void end() {}

  private void separate(int field) throws IOException {
    if (field > 0) {
      out.append(',');
    }
  }

  private void field(String text) throws IOException {
    if (needsQuotes(text)) {
      out.append('"').append(text.replace("\"", "\"\"")).append('"');
    } else {
      out.append(text);
    }
  }

  private static boolean needsQuotes(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ',' || c == '"' || c == '\n' || c == '\r') {
        return true;
      }
    }
    return false;
  }
}
