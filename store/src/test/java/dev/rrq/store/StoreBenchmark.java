package dev.rrq.store;

import com.sun.management.OperatingSystemMXBean;
import dev.rrq.store.testing.SyntheticBoot;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.duckdb.DuckDBConnection;

/**
 * Measures the store; the figures are in docs/design-decisions.md.
 *
 * <pre>
 * generate RECORDS ROWS      writes synthetic raw records to a file
 * write RECORDS TRACE        stores the raw records of a file as a trace
 * read TRACE                 times lookups and memory at random places, and the rebuild of all RAM
 * </pre>
 */
final class StoreBenchmark {

  private static final int BATCH_ROWS = 1 << 14;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private StoreBenchmark() {}

  public static void main(String[] arguments) throws IOException, SQLException {
    switch (arguments[0]) {
      case "generate" -> generate(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
      case "write" -> write(Path.of(arguments[1]), Path.of(arguments[2]));
      case "read" -> read(Path.of(arguments[1]));
      default -> throw new IllegalArgumentException("no such benchmark: " + arguments[0]);
    }
  }

  private static void generate(Path records, int rows) throws IOException {
    SyntheticBoot boot = new SyntheticBoot(1);
    ByteBuffer batch =
        ByteBuffer.allocateDirect(BATCH_ROWS * RawRecord.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel file =
        FileChannel.open(records, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int left = rows; left > 0; left -= BATCH_ROWS) {
        boot.fill(batch.clear());
        file.write(batch.flip());
      }
    }
  }

  private static void write(Path records, Path trace) throws IOException, SQLException {
    long start = System.nanoTime();
    long cpu = SYSTEM.getProcessCpuTime();
    long rows;
    try (FileChannel file = FileChannel.open(records);
        StoreWriter writer = StoreWriter.create(trace, StoreOptions.standard(), null)) {
      ByteBuffer batch =
          ByteBuffer.allocateDirect(BATCH_ROWS * RawRecord.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      writer.begin(0, true);
      long last = 0;
      while (file.read(batch.clear()) > 0) {
        batch.flip();
        last = batch.getLong(batch.limit() - RawRecord.BYTES);
        writer.append(batch);
      }
      writer.end(last + 1);
      rows = writer.rows();
      writer.finish();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuSeconds = (SYSTEM.getProcessCpuTime() - cpu) / 1e9;
    try (TraceStore store = TraceStore.open(trace)) {
      System.out.printf(
          "%d rows in %.1f s, %.1f CPU s (%.0f ns a row), %.2f bytes a row in %d files%n",
          rows,
          seconds,
          cpuSeconds,
          cpuSeconds * 1e9 / rows,
          (double) store.bytes() / rows,
          store.segments().size());
      columns(store);
    }
  }

  private static void columns(TraceStore store) throws SQLException {
    List<String> files =
        store.segments().stream().map(s -> DuckDb.quote(s.file().toAbsolutePath())).toList();
    try (DuckDBConnection connection = store.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT path_in_schema, sum(total_compressed_size),"
                    + " sum(total_uncompressed_size), string_agg(DISTINCT encodings, ' ')"
                    + " FROM parquet_metadata(["
                    + String.join(",", files)
                    + "]) GROUP BY ALL ORDER BY 2 DESC")) {
      while (rows.next()) {
        System.out.printf(
            "  %-8s %6.3f of %6.3f bytes a row  %s%n",
            rows.getString(1),
            rows.getDouble(2) / store.rows(),
            rows.getDouble(3) / store.rows(),
            rows.getString(4));
      }
    }
  }

  private static void read(Path trace) throws SQLException {
    long start = System.nanoTime();
    try (TraceStore store = TraceStore.open(trace);
        DuckDBConnection connection = store.connect()) {
      System.out.printf("open %.1f ms%n", (System.nanoTime() - start) / 1e6);
      long[] addresses = addresses(connection);
      long end = store.segments().stream().mapToLong(Segment::tMax).max().orElseThrow();
      time("lookup of all writes to a variable", addresses, a -> lookup(store, connection, a));
      time("memory at the end", addresses, a -> store.memory().read(end, a, Long.BYTES));
      time("memory half-way", addresses, a -> store.memory().read(end / 2, a, Long.BYTES));
      rebuild(store, end + 1);
    }
  }

  /** Addresses of some rows, and those that are written most. */
  private static long[] addresses(DuckDBConnection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT paddr FROM (SELECT DISTINCT paddr FROM segment_rows USING SAMPLE 0.1%"
                    + " (bernoulli, 1)) USING SAMPLE 200 ROWS (reservoir, 1)")) {
      long[] addresses = new long[200];
      int count = 0;
      while (rows.next()) {
        addresses[count++] = rows.getLong(1);
      }
      return Arrays.copyOf(addresses, count);
    }
  }

  private static void lookup(TraceStore store, DuckDBConnection connection, long address) {
    Interval range = new Interval(address, address + Long.BYTES);
    List<Segment> segments = store.segments(List.of(range), new Interval(0, Long.MAX_VALUE));
    String sql =
        "SELECT t, pc, size, old, \"new\" FROM "
            + WritesSql.rows(segments, List.of(range))
            + " ORDER BY t, seq LIMIT 1000";
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        rows.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void time(String what, long[] addresses, AddressTask task) {
    for (String round : new String[] {"cold", "warm"}) {
      double[] times = new double[addresses.length];
      for (int i = 0; i < addresses.length; i++) {
        long start = System.nanoTime();
        task.run(addresses[i]);
        times[i] = (System.nanoTime() - start) / 1e6;
      }
      Arrays.sort(times);
      System.out.printf(
          "%s, %s: median %.1f ms, 90%% %.1f ms, worst %.1f ms%n",
          what,
          round,
          times[times.length / 2],
          times[times.length * 9 / 10],
          times[times.length - 1]);
    }
  }

  private static void rebuild(TraceStore store, long t) {
    long start = System.nanoTime();
    long cpu = SYSTEM.getProcessCpuTime();
    long[] pages = new long[1];
    store.memory().rebuild(t, (paddr, content) -> pages[0]++);
    System.out.printf(
        "rebuild of %d pages: %.1f s, %.1f CPU s%n",
        pages[0], (System.nanoTime() - start) / 1e9, (SYSTEM.getProcessCpuTime() - cpu) / 1e9);
  }

  /** Something to do with an address. */
  @FunctionalInterface
  private interface AddressTask {
    void run(long address);
  }
}
