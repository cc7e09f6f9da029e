package dev.rrq.shell.output;

import dev.rrq.planner.Row;
import dev.rrq.planner.TableResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as the table {@code rows} of an SQLite database, with addresses as in JSON. */
final class SqliteRows implements BinaryRows {
  private static final int BATCH = 10_000;

  @Override
  public void write(TableResult table, OutputStream out, boolean file) throws IOException {
    try (ScratchFile scratch = new ScratchFile("rows.sqlite")) {
      write(table, scratch.path());
      scratch.copyTo(out);
    } catch (SQLException e) {
      throw new IOException("SQLite: " + e.getMessage(), e);
    }
  }

  private static void write(TableResult table, Path database) throws SQLException {
    MachineFields fields = new MachineFields(table.columns());
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
      try (Statement statement = connection.createStatement()) {
        // Nothing reads the file before it is whole, and nothing is to survive a crash.
        statement.execute("PRAGMA journal_mode = OFF");
        statement.execute("PRAGMA synchronous = OFF");
        statement.execute("CREATE TABLE rows (" + declarations(fields) + ")");
      }
      connection.setAutoCommit(false);
      insert(table, fields, connection);
      connection.commit();
    }
  }

  private static void insert(TableResult table, MachineFields fields, Connection connection)
      throws SQLException {
    String marks = String.join(", ", Collections.nCopies(fields.size(), "?"));
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO rows VALUES (" + marks + ")")) {
      long held = 0;
      for (Row row = table.next(); row != null; row = table.next()) {
        for (int i = 0; i < fields.size(); i++) {
          insert.setObject(i + 1, value(fields, i, row));
        }
        insert.addBatch();
        if (++held % BATCH == 0) {
          insert.executeBatch();
        }
        Answers.checkInterrupt();
      }
      insert.executeBatch();
    }
  }

  private static @Nullable Object value(MachineFields fields, int field, Row row) {
    Object value = fields.value(field, row);
    return value instanceof List<?> list ? String.join("\n", MachineFields.frames(list)) : value;
  }

  private static String declarations(MachineFields fields) {
    List<String> declarations = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      String type =
          switch (fields.type(i)) {
            case NUMBER, FLAG -> "INTEGER";
            case REAL -> "REAL";
            case BITS, TEXT, TEXTS -> "TEXT";
          };
      declarations.add("\"" + fields.name(i).replace("\"", "\"\"") + "\" " + type);
    }
    return String.join(", ", declarations);
  }
}
