package dev.rrq.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.store.testing.RandomWrites;
import dev.rrq.store.testing.TraceBuilder;
import dev.rrq.store.testing.WriteLine;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryAtTest {

  private static final int PAGE = 4096;
  private static final long RAM = 0x3000;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void readsAndRebuildsWhatANaiveReferenceHas(long seed) {
    RandomWrites writes = new RandomWrites(seed, RAM, 3 * PAGE).add(400);
    try (TraceStore store = store(writes)) {
      Random random = new Random(seed);
      for (int i = 0; i < 60; i++) {
        long t = random.nextLong(writes.lastT() + 2);
        int offset = random.nextInt(64);
        int length = 1 + random.nextInt(32);
        MemoryContent content = store.memory().read(t, RAM + offset, length);
        assertThat(content.isKnown()).isTrue();
        assertThat(content.bytes())
            .as("memory at %d from %d", t, offset)
            .isEqualTo(Arrays.copyOfRange(writes.memoryAt(t), offset, offset + length));
      }
      for (long t : new long[] {0, writes.lastT() / 2, writes.lastT(), writes.lastT() + 1}) {
        ByteBuffer rebuilt = ByteBuffer.allocate(3 * PAGE);
        store.memory().rebuild(t, (paddr, page) -> rebuilt.put((int) (paddr - RAM), page));
        assertThat(rebuilt.array()).as("all memory at %d", t).isEqualTo(writes.memoryAt(t));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void rowsComeBackInTheOrderOfArrivalWhereTheyOverlap(long seed) throws SQLException {
    RandomWrites writes = new RandomWrites(seed, RAM, PAGE).add(500);
    try (TraceStore store = store(writes);
        DuckDBConnection connection = store.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT t, coalesce(pc, t_from), coalesce(vaddr, 0), paddr, size, old, \"new\","
                    + " context, origin, in_user FROM writes ORDER BY t, seq, paddr")) {
      List<WriteLine> found = new ArrayList<>();
      while (rows.next()) {
        found.add(
            new WriteLine(
                rows.getLong(1),
                rows.getLong(2),
                rows.getLong(3),
                rows.getLong(4),
                rows.getInt(5),
                rows.getLong(6),
                rows.getLong(7),
                rows.getInt(8),
                rows.getInt(9),
                rows.getBoolean(10)));
      }
      assertThat(found).containsExactlyElementsOf(inStoreOrder(writes.writes()));
    }
  }

  /** Rows of one time that lie apart may change places, and nothing else. */
  private static List<WriteLine> inStoreOrder(List<WriteLine> arrived) {
    List<WriteLine> ordered = new ArrayList<>();
    List<WriteLine> run = new ArrayList<>();
    long t = -1;
    long end = 0;
    for (WriteLine write : arrived) {
      if (write.t() != t || write.paddr() < end) {
        run.sort(Comparator.comparingLong(WriteLine::paddr));
        ordered.addAll(run);
        run.clear();
      }
      t = write.t();
      end = write.paddr() + write.size();
      run.add(write);
    }
    ordered.addAll(run);
    return ordered;
  }

  @Test
  void unknownIsNotZero() {
    try (TraceStore store =
        TraceBuilder.in(directory.resolve("t.rrq"))
            .withoutMemory()
            .begin(100)
            .writes(
                """
                110 0xffffffff81000000 0 0x1002 2 0 0x0605
                120 0xffffffff81000000 0 0x1002 2 0x0605 0x0807
                130 0xffffffff81000000 0 0x1000 1 0x11 0x12
                """)
            .end(200)
            .open()) {
      assertThat(store.memory().read(125, 0x1000, 6)).hasToString("0x1000: 11 ?? 07 08 ?? ??");
      assertThat(store.memory().read(105, 0x1000, 6)).hasToString("0x1000: 11 ?? 00 00 ?? ??");
      assertThat(store.memory().read(200, 0x1000, 6)).hasToString("0x1000: 12 ?? 07 08 ?? ??");
      assertThat(store.memory().read(99, 0x1000, 2)).hasToString("0x1000: ?? ??");
      assertThat(store.memory().read(201, 0x1000, 2)).hasToString("0x1000: ?? ??");
      assertThatThrownBy(() -> store.memory().rebuild(150, (paddr, page) -> {}))
          .isInstanceOf(StoreException.NotCovered.class)
          .hasMessage("memory at 150 is not known: the index covers [100, 200)");
    }
  }

  private TraceStore store(RandomWrites writes) {
    TraceBuilder builder =
        TraceBuilder.in(directory.resolve("r.rrq")).options(new StoreOptions(128, 32, 16));
    byte[] initial = writes.initial();
    for (int offset = 0; offset < initial.length; offset += PAGE) {
      builder.page(RAM + offset, Arrays.copyOfRange(initial, offset, offset + PAGE));
    }
    writes.writes().forEach(builder::write);
    return builder.open();
  }
}
