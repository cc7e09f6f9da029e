package dev.rrq.indexer.modules;

import dev.rrq.indexer.IndexerException;
import dev.rrq.store.TraceStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Tells by the calls of a store whether functions ran. */
final class CalledFunctions implements SharedAddresses.Runs {

  private static final String CALLED =
      "SELECT count(*) FROM call_rows WHERE entry = ? AND t >= ? AND t < ?";

  private final TraceStore store;

  CalledFunctions(TraceStore store) {
    this.store = store;
  }

  @Override
  public boolean ran(long entry, long from, long to) {
    try (Connection connection = store.connect();
        PreparedStatement statement = connection.prepareStatement(CALLED)) {
      statement.setLong(1, entry);
      statement.setLong(2, from);
      statement.setLong(3, to);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getLong(1) > 0;
      }
    } catch (SQLException e) {
      throw IndexerException.failed("the calls cannot be read: " + e.getMessage(), e);
    }
  }
}
