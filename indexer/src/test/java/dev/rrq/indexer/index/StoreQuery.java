package dev.rrq.indexer.index;

import dev.rrq.store.TraceStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Short questions to a store. */
public final class StoreQuery {

  private StoreQuery() {}

  /** Makes something of one row. */
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** All rows of a query. */
  public static <T> List<T> rows(TraceStore store, String sql, RowReader<T> reader)
      throws SQLException {
    List<T> found = new ArrayList<>();
    try (Connection connection = store.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(reader.read(rows));
      }
    }
    return found;
  }

  /** The first column of all rows. */
  public static List<Long> numbers(TraceStore store, String sql) throws SQLException {
    return rows(store, sql, row -> row.getLong(1));
  }
}
