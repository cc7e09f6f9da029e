package dev.rrq.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.store.testing.TraceBuilder;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreRoundTripTest {

  @TempDir Path directory;

  @Test
  void rowsComeBackWithOldValues() throws SQLException {
    TraceBuilder builder =
        TraceBuilder.in(directory.resolve("a.rrq"))
            .options(TraceBuilder.TINY)
            .writes(
                """
                10 0xffffffff81000010 0xffff888000001000 0x1000 4 0 1
                20 0xffffffff81000014 0xffff888000001000 0x1000 4 1 2 context=7
                20 0xffffffff81000014 0xffff888000000ffe 0xffe 4 0 5
                25 5 0 0x1000 1 2 0xff device
                30 0x401000 0x7ffe00001000 0x1000 4 0xff 3 user
                """)
            .meta(Meta.MEMORY_SIZE, 1 << 20)
            .end(100);
    try (TraceStore store = builder.open()) {
      assertThat(store.isComplete()).isTrue();
      assertThat(store.rows()).isEqualTo(5);
      assertThat(store.coverage()).isEqualTo(Coverage.of(0, 100));
      assertThat(store.memorySize()).hasValue(1 << 20);
      assertThat(
              query(
                  store,
                  "SELECT t, seq, hex(pc), hex(paddr), size, old, new, context, function, in_user,"
                      + " t_from FROM writes ORDER BY t, seq, paddr"))
          .containsExactly(
              "10 0 FFFFFFFF81000010 1000 4 0 1 0 null false null",
              "20 0 FFFFFFFF81000014 1000 4 1 2 7 null false null",
              "20 1 FFFFFFFF81000014 FFE 4 0 5 0 null false null",
              "25 0 null 1000 1 2 255 0 <device> false 5",
              "30 0 401000 1000 4 255 3 0 null true null");
    }
  }

  private static List<String> query(TraceStore store, String sql) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (DuckDBConnection connection = store.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(String.valueOf(rows.getObject(i)));
        }
        lines.add(String.join(" ", values));
      }
    }
    return lines;
  }
}
