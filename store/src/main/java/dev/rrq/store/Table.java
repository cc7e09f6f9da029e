package dev.rrq.store;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;

/**
 * A relation of the trace store, with what a user needs to know to query it.
 *
 * @param storage where its rows are kept
 * @param doc one or two sentences for users
 */
public record Table(String name, Storage storage, String doc, List<Column> columns) {

  /** Where the rows of a table are kept. */
  public enum Storage {
    /** A table of {@code catalogue.duckdb} about the trace. */
    CATALOGUE,
    /** A table of {@code catalogue.duckdb} about the program, the same for each of its traces. */
    SYMBOLS,
    /** The Parquet files that the table {@code segments} lists. */
    SEGMENTS,
    /** The Parquet files that the table {@code call_files} lists. */
    CALLS,
    /** A view that each connection of {@link TraceStore} offers. */
    VIEW
  }

  public Table {
    columns = List.copyOf(columns);
  }

  /**
   * The position of a column.
   *
   * @return 0-based
   * @throws IllegalArgumentException if there is no such column
   */
  public int ordinal(String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return i;
      }
    }
    throw new IllegalArgumentException("table " + name + " has no column " + column);
  }

  /**
   * The column of a name.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  public Column column(String column) {
    return columns.get(ordinal(column));
  }

  /** The statement that creates this table where there is none yet. */
  String ddl() {
    return columns.stream()
        .map(Column::ddl)
        .collect(joining(", ", "CREATE TABLE IF NOT EXISTS \"" + name + "\" (", ")"));
  }

  /** A FROM item: no rows. */
  String none() {
    return columns.stream()
        .map(c -> "NULL::%s AS \"%s\"".formatted(c.type(), c.name()))
        .collect(joining(", ", "(SELECT ", " WHERE FALSE)"));
  }

  /** Starts the declaration of a table. */
  static Builder table(String name, Storage storage, String doc) {
    return new Builder(name, storage, doc);
  }

  /** Collects the columns of a table, in order. */
  static final class Builder {
    private final String name;
    private final Storage storage;
    private final String doc;
    private final List<Column> columns = new ArrayList<>();

    private Builder(String name, Storage storage, String doc) {
      this.name = name;
      this.storage = storage;
      this.doc = doc;
    }

    Builder column(String column, SqlType type, Unit unit, String columnDoc) {
      columns.add(new Column(column, type, false, unit, columnDoc));
      return this;
    }

    Builder column(String column, SqlType type, String columnDoc) {
      return column(column, type, Unit.NONE, columnDoc);
    }

    Builder nullable(String column, SqlType type, Unit unit, String columnDoc) {
      columns.add(new Column(column, type, true, unit, columnDoc));
      return this;
    }

    Builder nullable(String column, SqlType type, String columnDoc) {
      return nullable(column, type, Unit.NONE, columnDoc);
    }

    Table build() {
      return new Table(name, storage, doc, columns);
    }
  }
}
