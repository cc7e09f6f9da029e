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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowTest {

  private static final long MAIN = 0xffffffff81000100L;

  @TempDir Path directory;
  private Path symbols;

  @BeforeEach
  void symbols() {
    try (SymbolTableWriter writer =
        new SymbolCache(directory.resolve("cache")).write("ab", "vmlinux")) {
      writer.file(1, "init/main.c");
      writer.symbol("start_kernel", "FUNCTION", true, MAIN, 0x80, -1, 1, 10, ".text");
      symbols = writer.finish();
    }
  }

  @Test
  void theFlowOfControlComesBack() throws SQLException {
    try (TraceStore store =
        TraceBuilder.in(directory.resolve("t.rrq"))
            .symbols(symbols)
            .meta(Meta.KASLR_OFFSET, 0x1000)
            .calls(
                """
                30 40 0xffffffff81002000 2 0 7 -1
                10 90 0xffffffff81001100 1 3
                50 60 0xffffffff81002000 2 0
                20 45 0xffffffff81002000 2 1
                """)
            .contexts(
                """
                1 0 0xffffffff81001180 0
                2 1 0xffffffff81002080 1
                """)
            .interrupts("70 75 0xffffffff81003000 0xffffffff81002004 2 0")
            .clock(
                """
                0 0
                10 320
                """)
            .end(100)
            .open()) {
      assertThat(
              query(store, "SELECT t, t_end, \"function\", context, ending FROM calls ORDER BY t"))
          .containsExactly(
              "10 null start_kernel 1 3", "20 45 null 2 1", "30 40 null 2 0", "50 60 null 2 0");
      assertThat(
              query(store, "SELECT t, arg0, arg1, arg2 FROM call_rows WHERE entry = -2130698240"))
          .containsExactly("20 null null null", "30 7 -1 null", "50 null null null");
      assertThat(query(store, "SELECT t, t_end, context FROM interrupts"))
          .containsExactly("70 75 2");
      assertThat(query(store, "SELECT t, nanoseconds FROM clock ORDER BY t"))
          .containsExactly("0 0", "10 320");
      assertThat(query(store, "SELECT id, parent, kind FROM contexts ORDER BY id"))
          .containsExactly("1 0 0", "2 1 1");
      assertThat(query(store, "SELECT name, hex(entry), file, line FROM functions"))
          .containsExactly("start_kernel FFFFFFFF81001100 init/main.c 10");
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
