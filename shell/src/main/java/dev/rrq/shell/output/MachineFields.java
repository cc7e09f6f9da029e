package dev.rrq.shell.output;

import dev.rrq.planner.Column;
import dev.rrq.planner.Column.Kind;
import dev.rrq.planner.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The fields that machine formats make of an answer's columns: numbers, text and lists as they are,
 * addresses as {@code 0x…}, and two fields for each memory value, its raw bits under its own name
 * and its typed text under {@code NAME_text}.
 */
final class MachineFields {
  private final List<Field> fields = new ArrayList<>();

  MachineFields(List<Column> columns) {
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      if (column.kind() == Kind.BAR) {
        continue;
      }
      fields.add(new Field(column.name(), i, column.kind(), false));
      if (column.kind() == Kind.VALUE) {
        fields.add(new Field(column.name() + "_text", i, Kind.TEXT, true));
      }
    }
  }

  private record Field(String name, int column, Kind kind, boolean typed) {}

  int size() {
    return fields.size();
  }

  String name(int field) {
    return fields.get(field).name();
  }

  /** A Long, Double, Boolean, String, List of String, or null if unknown. */
  @Nullable Object value(int index, Row row) {
    Field field = fields.get(index);
    Object value = row.value(field.column());
    if (value == null) {
      return null;
    }
    if (field.typed()) {
      return row.text(field.column());
    }
    return switch (field.kind()) {
      case ADDRESS, VALUE -> "0x" + Long.toHexString((Long) value);
      case TIME, NUMBER, DECIMAL, FLAG, BACKTRACE, BAR -> value;
      case TEXT -> value.toString();
    };
  }

  /** What a field's values are in a format with types. */
  enum Type {
    /** A Long. */
    NUMBER,
    /** A Long: 64 bits without a sign. */
    BITS,
    /** A Double. */
    REAL,
    /** A Boolean. */
    FLAG,
    /** A String. */
    TEXT,
    /** A List of String. */
    TEXTS
  }

  Type type(int field) {
    return switch (fields.get(field).kind()) {
      case TIME, NUMBER -> Type.NUMBER;
      case ADDRESS, VALUE -> Type.BITS;
      case DECIMAL, BAR -> Type.REAL;
      case FLAG -> Type.FLAG;
      case TEXT -> Type.TEXT;
      case BACKTRACE -> Type.TEXTS;
    };
  }

  /** The value as its {@link #type} has it, or null if unknown. */
  @Nullable Object typed(int index, Row row) {
    Field field = fields.get(index);
    Object value = row.value(field.column());
    if (value != null && field.kind() == Kind.BACKTRACE) {
      return frames(value);
    }
    return type(index) == Type.BITS ? value : value(index, row);
  }

  /** The frames of a backtrace. */
  static List<String> frames(Object value) {
    return ((List<?>) value).stream().map(Objects::toString).toList();
  }
}
