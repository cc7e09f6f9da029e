package dev.rrq.shell.output;

import dev.rrq.planner.Column;
import dev.rrq.planner.Row;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON: one array of objects, or one object a line (JSON Lines).
 *
 * <p>Numbers are numbers; addresses and raw values are {@code "0x…"} strings, since they exceed
 * what a double holds; typed text stands beside as {@code NAME_text}; a backtrace is a list.
 */
final class JsonWriter implements RowWriter {
  private final Appendable out;
  private final boolean lines;
  private MachineFields fields = new MachineFields(List.of());
  private boolean any;

  private JsonWriter(Appendable out, boolean lines) {
    this.out = out;
    this.lines = lines;
  }

  static JsonWriter array(Appendable out) {
    return new JsonWriter(out, false);
  }

  static JsonWriter lines(Appendable out) {
    return new JsonWriter(out, true);
  }

  @Override
  public void begin(List<Column> columns) throws IOException {
    fields = new MachineFields(columns);
    if (!lines) {
      out.append('[');
    }
  }

  @Override
  public void row(Row row) throws IOException {
    if (!lines) {
      out.append(any ? ",\n " : "\n ");
    }
    any = true;
    out.append('{');
    for (int i = 0; i < fields.size(); i++) {
      if (i > 0) {
        out.append(", ");
      }
      JsonText.string(out, fields.name(i));
      out.append(": ");
      value(fields.value(i, row));
    }
    out.append(lines ? "}\n" : "}");
  }

  @Override
  public void end() throws IOException {
    if (!lines) {
      out.append(any ? "\n]\n" : "]\n");
    }
  }

  private void value(@Nullable Object value) throws IOException {
    if (value == null) {
      out.append("null");
    } else if (value instanceof Double real) {
      JsonText.real(out, real);
    } else if (value instanceof Long || value instanceof Boolean) {
      out.append(value.toString());
    } else if (value instanceof List<?>) {
      list(MachineFields.frames(value));
    } else {
      JsonText.string(out, value.toString());
    }
  }

  private void list(List<String> items) throws IOException {
    out.append('[');
    String separator = "";
    for (String item : items) {
      out.append(separator);
      JsonText.string(out, item);
      separator = ", ";
    }
    out.append(']');
  }
}
