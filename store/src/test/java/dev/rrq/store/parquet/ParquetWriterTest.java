package dev.rrq.store.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.store.parquet.ParquetColumn.Encoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DuckDB's reader is the independent witness. */
class ParquetWriterTest {

  private static final int ROW_GROUP = 1000;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 33, 999, 1000, 1001, 4321})
  void everyEncodingComesBack(int rows) throws IOException, SQLException {
    Random random = new Random(rows);
    List<ParquetColumn> columns = new ArrayList<>();
    List<List<Long>> expected = new ArrayList<>();
    for (ParquetColumn.Type type : ParquetColumn.Type.values()) {
      for (Encoding encoding : Encoding.values()) {
        boolean forNumbers = encoding == Encoding.DELTA || encoding == Encoding.BYTE_STREAM_SPLIT;
        if (type == ParquetColumn.Type.BOOLEAN && (forNumbers || encoding == Encoding.DICTIONARY)) {
          continue;
        }
        for (boolean nullable : new boolean[] {false, true}) {
          String name = "c" + columns.size();
          columns.add(new ParquetColumn(name, type, nullable, encoding));
          expected.add(values(random, type, nullable, rows));
        }
      }
    }
    Path file = directory.resolve("f.parquet");
    long size = write(file, columns, expected, rows);
    assertThat(Files.size(file)).isEqualTo(size);
    assertThat(read(file, columns)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(
      value = Encoding.class,
      names = {"PLAIN", "DICTIONARY", "DELTA"})
  void everyWidthComesBack(Encoding encoding) throws IOException, SQLException {
    List<ParquetColumn> columns = new ArrayList<>();
    List<List<Long>> expected = new ArrayList<>();
    Random random = new Random(1);
    for (int width = 0; width <= Long.SIZE; width++) {
      columns.add(new ParquetColumn("w" + width, ParquetColumn.Type.INT64, false, encoding));
      List<Long> values = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        values.add(width == 0 ? 5 : random.nextLong() >>> (Long.SIZE - width));
      }
      expected.add(values);
    }
    Path file = directory.resolve("w.parquet");
    write(file, columns, expected, 500);
    assertThat(read(file, columns)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void rowGroupsAreSkippedByMinimumAndMaximum(Encoding encoding) throws IOException, SQLException {
    List<Long> values = new ArrayList<>();
    for (long i = 0; i < 5000; i++) {
      values.add(i - 2500);
    }
    Path file = directory.resolve("s.parquet");
    write(
        file,
        List.of(new ParquetColumn("v", ParquetColumn.Type.INT64, true, encoding)),
        List.of(values),
        values.size());
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet groups =
            statement.executeQuery(
                "SELECT string_agg(stats_min_value || '..' || stats_max_value || ' ' ||"
                    + " stats_null_count, ',' ORDER BY row_group_id) FROM parquet_metadata('"
                    + file
                    + "')")) {
      assertThat(groups.next()).isTrue();
      assertThat(groups.getString(1))
          .isEqualTo("-2500..-1501 0,-1500..-501 0,-500..499 0,500..1499 0,1500..2499 0");
    }
  }

  private static List<Long> values(
      Random random, ParquetColumn.Type type, boolean nullable, int rows) {
    List<Long> values = new ArrayList<>();
    long run = 0;
    for (int i = 0; i < rows; i++) {
      if (random.nextInt(4) == 0) {
        run =
            switch (random.nextInt(4)) {
              case 0 -> random.nextLong();
              case 1 -> run + random.nextInt(100);
              case 2 -> Long.MIN_VALUE;
              default -> random.nextInt(3);
            };
      }
      long value =
          switch (type) {
            case BOOLEAN -> run & 1;
            case INT32 -> (int) run;
            case INT64 -> run;
          };
      values.add(nullable && random.nextInt(10) < 3 ? null : (Long) value);
    }
    return values;
  }

  private static long write(
      Path file, List<ParquetColumn> columns, List<List<Long>> values, int rows)
      throws IOException {
    int[] position = new int[1];
    try (ParquetWriter writer = new ParquetWriter(columns, ROW_GROUP, 1)) {
      return writer.write(
          file,
          limit -> {
            int to = Math.min(rows, position[0] + limit);
            for (int row = position[0]; row < to; row++) {
              for (int c = 0; c < columns.size(); c++) {
                Long value = values.get(c).get(row);
                if (value == null) {
                  writer.values(c).addNull();
                } else {
                  writer.values(c).add(value);
                }
              }
            }
            position[0] = to;
          });
    }
  }

  private static List<List<Long>> read(Path file, List<ParquetColumn> columns) throws SQLException {
    List<List<Long>> found = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("FROM '" + file + "'")) {
      columns.forEach(c -> found.add(new ArrayList<>()));
      while (rows.next()) {
        for (int c = 0; c < columns.size(); c++) {
          Object value = rows.getObject(c + 1);
          found.get(c).add(number(value));
        }
      }
    }
    return found;
  }

  private static Long number(Object value) {
    if (value instanceof Boolean flag) {
      return flag ? 1L : 0L;
    }
    return value == null ? null : (Long) ((Number) value).longValue();
  }
}
