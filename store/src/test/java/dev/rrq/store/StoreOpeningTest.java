package dev.rrq.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.store.testing.RandomWrites;
import dev.rrq.store.testing.TraceBuilder;
import dev.rrq.store.testing.WriteLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreOpeningTest {

  private static final String WRITES =
      """
      10 0xffffffff81000010 0xffff888000001000 0x1000 4 0 1
      20 0xffffffff81000014 0xffff888000001000 0x1000 4 1 2
      30 0xffffffff81000014 0xffff888000001000 0x1000 4 2 3
      40 0xffffffff81000014 0xffff888000001000 0x1000 4 3 4
      50 0xffffffff81000014 0xffff888000001000 0x1000 4 4 5
      60 0xffffffff81000014 0xffff888000001000 0x1000 4 5 6
      70 0xffffffff81000014 0xffff888000001000 0x1000 4 6 7
      80 0xffffffff81000014 0xffff888000001000 0x1000 4 7 8
      90 0xffffffff81000014 0xffff888000001000 0x1000 4 8 9
      """;

  @TempDir Path directory;
  private Path trace;

  @BeforeEach
  void trace() {
    trace = directory.resolve("a.rrq");
  }

  private TraceBuilder builder() {
    return TraceBuilder.in(trace).options(TraceBuilder.TINY).writes(WRITES);
  }

  @Test
  void whatIsNoTraceIsSaid() throws IOException {
    assertThatThrownBy(() -> TraceStore.open(trace))
        .isInstanceOf(StoreException.NotFound.class)
        .hasMessage("there is no trace " + trace);
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> TraceStore.open(file))
        .isInstanceOf(StoreException.NotFound.class)
        .hasMessageContaining("is not a trace");
    assertThatThrownBy(() -> TraceStore.open(directory))
        .isInstanceOf(StoreException.NotFound.class)
        .hasMessageContaining("rrq index");
  }

  @Test
  void anIncompleteIndexOpensAndSaysHowFarItReaches() {
    builder().incomplete().build();
    assertThat(trace.resolve("index")).doesNotExist();
    try (TraceStore store = TraceStore.open(trace)) {
      assertThat(store.isComplete()).isFalse();
      assertThat(store.coverage()).isEqualTo(Coverage.of(0, 91));
      assertThat(store.rows()).isEqualTo(9);
    }
  }

  @Test
  void whatACrashLeavesIsAnHonestPrefix() throws IOException {
    Files.createDirectories(trace);
    RandomWrites writes = new RandomWrites(1, 0x1000, 4096).add(20);
    try (StoreWriter writer = StoreWriter.create(trace, TraceBuilder.TINY, null)) {
      writer.begin(0, false);
      // Filling the second segment waits for the first to be stored; the third is never handed
      // over.
      writer.append(WriteLine.records(writes.writes()));
    }
    try (TraceStore store = TraceStore.open(trace)) {
      assertThat(store.isComplete()).isFalse();
      assertThat(store.rows()).isIn(8L, 16L);
      // There might be more rows at the time of the last one.
      long last = writes.writes().get((int) store.rows() - 1).t();
      assertThat(store.coverage()).isEqualTo(Coverage.of(0, last));
    }
  }

  @Test
  void aWholeIndexTakesThePlaceOfAnother() {
    builder().build();
    builder().end(1000).incomplete().build();
    try (TraceStore store = TraceStore.open(trace)) {
      assertThat(store.isComplete()).isTrue();
      assertThat(store.coverage()).isEqualTo(Coverage.of(0, 91));
    }
    builder().end(1000).build();
    try (TraceStore store = TraceStore.open(trace)) {
      assertThat(store.coverage()).isEqualTo(Coverage.of(0, 1000));
    }
    assertThat(trace).isDirectoryNotContaining("glob:**.{incomplete,replaced}");
  }

  @Test
  void anotherVersionIsSaid() throws SQLException {
    builder().build();
    change("UPDATE meta SET value = '77' WHERE key = 'format_version'");
    assertThatThrownBy(() -> TraceStore.open(trace))
        .isInstanceOf(StoreException.OtherVersion.class)
        .hasMessageContaining("format version 77")
        .hasMessageContaining("rrq index");
  }

  @Test
  void damageIsSaid() throws IOException, SQLException {
    builder().build();
    Path segment = trace.resolve("index/writes/00001.parquet");
    byte[] content = Files.readAllBytes(segment);
    Files.write(segment, new byte[] {0}, StandardOpenOption.APPEND);
    assertDamaged("00001.parquet has");
    Files.delete(segment);
    assertDamaged("00001.parquet is missing");
    Files.write(segment, new byte[content.length]);
    assertDamaged("00001.parquet is not a Parquet file");
    Files.write(segment, content);
    change("DROP TABLE sites");
    assertDamaged("no table sites");
    Files.writeString(trace.resolve("index/catalogue.duckdb"), "nonsense".repeat(5000));
    assertDamaged("is damaged");
    Files.delete(trace.resolve("index/catalogue.duckdb"));
    assertDamaged("no catalogue.duckdb");
  }

  @Test
  void whatAnOlderStoreLacksIsEmpty() throws SQLException {
    builder().build();
    change("DROP TABLE modules");
    change("DROP TABLE module_symbols");

    try (TraceStore store = TraceStore.open(trace);
        Connection connection = store.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT m.name, s.name FROM modules m JOIN module_symbols s ON s.module = m.id")) {
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void strayFilesDoNotMatter() throws IOException {
    builder().build();
    Files.writeString(trace.resolve("index/writes/00099.parquet"), "half a file");
    try (TraceStore store = TraceStore.open(trace)) {
      assertThat(store.rows()).isEqualTo(9);
    }
  }

  @Test
  void connectionsReadTheTraceAndNothingElse() throws IOException, SQLException {
    Path secret = Files.writeString(directory.resolve("secret.csv"), "a,b");
    builder().build();
    try (TraceStore store = TraceStore.open(trace);
        DuckDBConnection connection = store.connect();
        Statement statement = connection.createStatement()) {
      for (String sql :
          new String[] {
            "SELECT * FROM '" + secret + "'",
            "COPY meta TO '" + directory.resolve("out.csv") + "'",
            "ATTACH '" + directory.resolve("other.duckdb") + "'",
            "SET enable_external_access = true",
            "DELETE FROM meta",
            "INSTALL httpfs"
          }) {
        assertThatThrownBy(() -> statement.execute(sql)).isInstanceOf(SQLException.class);
      }
      assertThat(directory.resolve("out.csv")).doesNotExist();
    }
  }

  @Test
  void aStoreIsOpenTwiceAtOnce() {
    builder().build();
    try (TraceStore first = TraceStore.open(trace);
        TraceStore second = TraceStore.open(trace)) {
      assertThat(first.rows()).isEqualTo(second.rows());
    }
  }

  private void assertDamaged(String message) {
    assertThatThrownBy(() -> TraceStore.open(trace))
        .isInstanceOf(StoreException.Damaged.class)
        .hasMessageContaining(message);
  }

  private void change(String sql) throws SQLException {
    try (DuckDBConnection connection =
        DuckDb.open(trace.resolve("index/catalogue.duckdb"), false)) {
      DuckDb.execute(connection, sql);
    }
  }
}
