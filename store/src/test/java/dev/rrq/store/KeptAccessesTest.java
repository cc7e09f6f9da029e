package dev.rrq.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.store.KeptRun.Kind;
import dev.rrq.store.testing.TraceBuilder;
import dev.rrq.store.testing.WriteLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptAccessesTest {

  private static final Set<Kind> BOTH = EnumSet.of(Kind.READ, Kind.STORE);
  private static final Set<Kind> SILENT = EnumSet.of(Kind.SILENT_STORE);
  private static final Interval PLACE = new Interval(0x1000, 0x1008);

  private static final List<WriteLine> ACCESSES =
      Stream.of(
              "10 0xffffffff81000010 0xffff888000001000 0x1000 8 5 5 read",
              "10 0xffffffff81000010 0xffff888000001000 0x1000 8 5 6",
              "20 0x401000 0x7ffe0004 0x1004 4 0 0 read user",
              "30 0xffffffff81000020 0xffff888000001000 0x1000 8 6 6",
              "40 31 0 0x1000 8 6 7 device",
              "50 0xffffffff81000010 0xffff888000001000 0x1000 8 7 7 read")
          .map(WriteLine::parse)
          .toList();

  @TempDir Path directory;

  private TraceBuilder builder() {
    return TraceBuilder.in(directory).options(TraceBuilder.TINY).end(100);
  }

  private TraceBuilder kept() {
    return builder().keep(BOTH, new Interval(0, 60), List.of(PLACE), List.of("x"), ACCESSES);
  }

  private static List<String> rows(TraceStore store, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = store.connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      int columns = found.getMetaData().getColumnCount();
      while (found.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(String.valueOf(found.getObject(i)));
        }
        rows.add(String.join(" ", values));
      }
    }
    return rows;
  }

  @Test
  void accessesAreReadAsTheyWereWritten() throws SQLException {
    try (TraceStore store = kept().open()) {
      assertThat(
              rows(
                  store,
                  "SELECT run, kind, t, hex(pc), hex(vaddr), paddr, size, \"old\", \"new\", origin,"
                      + " in_user, t_from FROM accesses ORDER BY t, seq"))
          .containsExactly(
              "1 read 10 FFFFFFFF81000010 FFFF888000001000 4096 8 5 5 0 false null",
              "1 store 10 FFFFFFFF81000010 FFFF888000001000 4096 8 5 6 0 false null",
              "1 read 20 401000 7FFE0004 4100 4 0 0 0 true null",
              "1 store 30 FFFFFFFF81000020 FFFF888000001000 4096 8 6 6 0 false null",
              "1 store 40 null null 4096 8 6 7 2 false 31",
              "1 read 50 FFFFFFFF81000010 FFFF888000001000 4096 8 7 7 0 false null");
      assertThat(rows(store, "FROM kept ORDER BY kind"))
          .containsExactly("1 read x 4096 4104 0 60", "1 store x 4096 4104 0 60");
      assertThat(store.kept().runs().get(0).rows()).isEqualTo(ACCESSES.size());
      assertThat(store.rows()).as("changes").isZero();
    }
  }

  @Test
  void anIndexWithoutAnyKeepsNone() throws SQLException {
    try (TraceStore store = builder().open()) {
      assertThat(store.kept().runs()).isEmpty();
      assertThat(rows(store, "FROM kept")).isEmpty();
      assertThat(rows(store, "FROM accesses")).isEmpty();
    }
  }

  @Test
  void whatIsNotFinishedLeavesNothing() throws IOException {
    builder().build();
    try (AccessWriter writer = AccessWriter.create(directory, TraceBuilder.TINY)) {
      writer.append(WriteLine.records(ACCESSES));
      assertThatThrownBy(() -> AccessWriter.create(directory, TraceBuilder.TINY))
          .isInstanceOf(StoreException.Busy.class);
    }
    try (Stream<Path> files = Files.walk(directory.resolve("index"))) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.contains("incomplete"));
    }
    try (TraceStore store = TraceStore.open(directory)) {
      assertThat(store.kept().runs()).isEmpty();
    }
  }

  @Test
  void anotherIndexTakesThemOver() throws SQLException {
    kept().build();
    try (TraceStore store = builder().open()) {
      assertThat(rows(store, "SELECT count(*) FROM accesses")).containsExactly("6");
    }
    AccessWriter.forget(directory);
    try (TraceStore store = TraceStore.open(directory)) {
      assertThat(store.kept().runs()).isEmpty();
    }
  }

  @Test
  void aFileThatIsCutIsFound() throws IOException {
    kept().build();
    Path file = directory.resolve("index/accesses/0001/writes/00000.parquet");
    Files.write(file, new byte[10]);
    assertThatThrownBy(() -> TraceStore.open(directory))
        .isInstanceOf(StoreException.Damaged.class)
        .hasMessageContaining("00000.parquet");
  }

  @Test
  void aListThatIsCutIsFound() throws IOException {
    kept().build();
    Path file = directory.resolve("index/accesses/0001/kept");
    Files.writeString(file, "rrq-accesses 1\ntime 0\n");
    assertThatThrownBy(() -> TraceStore.open(directory))
        .isInstanceOf(StoreException.Damaged.class)
        .hasMessageContaining("0001");
  }

  private static KeptRun run(int id, Set<Kind> kinds, long from, long to, Interval memory) {
    return new KeptRun(id, kinds, new Interval(from, to), List.of(memory), List.of("x"), List.of());
  }

  private static List<String> parts(KeptAccesses kept, Set<Kind> kinds, Interval memory) {
    return kept.parts(new Interval(0, 100), kinds, List.of(memory)).stream()
        .map(
            part ->
                part.time().from()
                    + "-"
                    + part.time().to()
                    + part.run().map(run -> " by " + run.id()).orElse(""))
        .toList();
  }

  @Test
  void aWindowIsMadeOfPartsThatOneRunKept() {
    KeptAccesses kept =
        new KeptAccesses(
            List.of(
                run(1, BOTH, 10, 40, PLACE),
                run(2, BOTH, 30, 60, new Interval(0, 0x2000)),
                run(3, SILENT, 0, 100, new Interval(0, 0x2000)),
                run(4, BOTH, 80, 200, PLACE)));
    assertThat(parts(kept, BOTH, PLACE))
        .containsExactly("0-10", "10-40 by 1", "40-60 by 2", "60-80", "80-100 by 4");
    assertThat(parts(kept, EnumSet.of(Kind.READ), new Interval(0x1000, 0x1009)))
        .containsExactly("0-30", "30-60 by 2", "60-100");
    assertThat(parts(kept, SILENT, PLACE)).containsExactly("0-100 by 3");
    assertThat(kept.coverage(BOTH, List.of(PLACE)))
        .isEqualTo(Coverage.of(List.of(new Interval(10, 60), new Interval(80, 200))));
    assertThat(kept.parts(new Interval(0, 5), BOTH, List.of(PLACE)))
        .containsExactly(new KeptAccesses.Part(new Interval(0, 5), Optional.empty()));
  }
}
