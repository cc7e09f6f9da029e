package dev.rrq.indexer.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.gdbrsp.packet.breakpoint.Breakpoint;
import dev.rrq.gdbrsp.packet.breakpoint.BreakpointKind;
import dev.rrq.indexer.live.Control;
import dev.rrq.indexer.live.LiveReplay;
import dev.rrq.indexer.live.Stop;
import dev.rrq.indexer.recording.DemoRecording;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.indexer.scan.Access;
import dev.rrq.indexer.scan.AccessScan;
import dev.rrq.indexer.scan.ScanRequest;
import dev.rrq.indexer.verify.RowProof;
import dev.rrq.indexer.verify.RowVerifier;
import dev.rrq.store.Interval;
import dev.rrq.store.Segment;
import dev.rrq.store.TraceStore;
import dev.rrq.store.WritesSql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a scan finds in a replay is what hardware watchpoints stop at, and what the index has. */
@Timeout(900)
class AccessScanIT {

  private static final long WATCHED = 2_000_000;
  private static final long COMPARED = 60_000_000;

  /** Late in the boot, when there are tasks and timers. */
  private final long from = DemoRecording.recording().length() * 3 / 5;

  private static List<Access> scan(ScanRequest request) {
    List<Access> found = new ArrayList<>();
    new AccessScan(DemoRecording.recording(), DemoRecording.qemu()).run(request, found::add);
    return found;
  }

  private static ScanRequest accesses(KernelVariable variable, long from, long to) {
    ScanRequest.Range range =
        new ScanRequest.Range(variable.paddr(), variable.paddr() + variable.size(), true, true);
    return new ScanRequest(from, to, List.of(range), List.of(), false, false);
  }

  private static List<Long> times(List<Access> accesses, Access.Kind kind) {
    return accesses.stream()
        .filter(access -> access.kind() == kind)
        .map(Access::t)
        .distinct()
        .toList();
  }

  /** The times of the instructions at which a hardware watchpoint stops. */
  private static List<Long> watched(
      KernelVariable variable, BreakpointKind kind, long from, long to) {
    List<Long> hits = new ArrayList<>();
    Recording recording = DemoRecording.recording();
    try (LiveReplay replay = LiveReplay.start(recording, DemoRecording.qemu(), from)) {
      replay.goTo(from, Control.NONE);
      replay.setBreakpoints(Set.of(new Breakpoint(kind, variable.address(), variable.size())));
      Stop stop = replay.resume(OptionalLong.of(to), Control.NONE);
      while (stop instanceof Stop.Watched watched) {
        hits.add(watched.t() - 1);
        stop = replay.resume(OptionalLong.of(to), Control.NONE);
      }
      assertThat(stop).isInstanceOf(Stop.Reached.class);
    }
    return hits.stream().distinct().toList();
  }

  @Test
  void accessesAreHitsOfHardwareWatchpoints() {
    TraceStore store = DemoIndex.store();
    long silent = 0;
    for (String name : List.of("jiffies_64", "tick_next_period", "tk_core")) {
      KernelVariable variable = KernelVariable.find(store, name).orElseThrow();
      List<Access> found = scan(accesses(variable, from, from + WATCHED));
      silent +=
          found.stream()
              .filter(a -> a.kind() == Access.Kind.STORE && a.oldValue() == a.newValue())
              .count();
      List<Long> stores = times(found, Access.Kind.STORE);
      List<Long> reads = times(found, Access.Kind.READ);
      System.out.printf("%s: %d stores, %d reads%n", name, stores.size(), reads.size());
      assertThat(stores)
          .as("stores to " + name)
          .isEqualTo(watched(variable, BreakpointKind.WRITE, from, from + WATCHED));
      assertThat(reads)
          .as("reads of " + name)
          .isEqualTo(watched(variable, BreakpointKind.READ, from, from + WATCHED));
    }
    System.out.printf("%d of the stores changed nothing%n", silent);
    assertThat(silent).isPositive();
  }

  /** A row, as both tell it. */
  private record Row(long t, long pc, long vaddr, long paddr, int size, long old, long value) {}

  @Test
  void changesAreThoseOfTheIndex() throws SQLException {
    TraceStore store = DemoIndex.store();
    long changes = 0;
    for (String name : List.of("jiffies_64", "tk_core", "tick_next_period")) {
      KernelVariable variable = KernelVariable.find(store, name).orElseThrow();
      List<Row> found =
          scan(accesses(variable, from, from + COMPARED)).stream()
              .filter(a -> a.kind() == Access.Kind.STORE && a.origin() == 0)
              .filter(a -> a.oldValue() != a.newValue())
              .map(
                  a ->
                      new Row(
                          a.t(),
                          a.pc(),
                          a.vaddr(),
                          a.paddr(),
                          a.size(),
                          a.oldValue(),
                          a.newValue()))
              .toList();
      List<Row> indexed = indexed(store, variable);
      System.out.printf("%s: %d changes%n", variable.name(), indexed.size());
      assertThat(found).as(variable.name()).isEqualTo(indexed);
      changes += indexed.size();
    }
    assertThat(changes).isGreaterThan(1000);
  }

  private List<Row> indexed(TraceStore store, KernelVariable variable) throws SQLException {
    List<Interval> range =
        List.of(new Interval(variable.paddr(), variable.paddr() + variable.size()));
    List<Segment> files = store.segments(range, new Interval(from, from + COMPARED));
    List<Row> rows = new ArrayList<>();
    try (Connection connection = store.connect();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                """
                SELECT t, pc, vaddr, paddr, size, "old", "new" FROM %s
                WHERE t >= %d AND t < %d AND origin = 0 ORDER BY t, seq
                """
                    .formatted(WritesSql.rows(files, range), from, from + COMPARED))) {
      while (found.next()) {
        rows.add(
            new Row(
                found.getLong(1),
                found.getLong(2),
                found.getLong(3),
                found.getLong(4),
                found.getInt(5),
                found.getLong(6),
                found.getLong(7)));
      }
    }
    return rows;
  }

  @Test
  void executionsAreThoseOfABreakpoint() {
    TraceStore store = DemoIndex.store();
    long pc =
        store.symbols().named("tick_do_update_jiffies64").get(0).address()
            + store.metaNumber(dev.rrq.store.Meta.KASLR_OFFSET).orElseThrow();
    List<Long> found =
        scan(new ScanRequest(from, from + WATCHED, List.of(), List.of(pc), false, false)).stream()
            .map(Access::t)
            .toList();
    List<Long> hits = new ArrayList<>();
    Recording recording = DemoRecording.recording();
    try (LiveReplay replay = LiveReplay.start(recording, DemoRecording.qemu(), from)) {
      replay.goTo(from, Control.NONE);
      replay.setBreakpoints(Set.of(Breakpoint.at(pc)));
      Stop stop = replay.resume(OptionalLong.of(from + WATCHED), Control.NONE);
      while (stop instanceof Stop.Broken broken) {
        hits.add(broken.t());
        stop = replay.resume(OptionalLong.of(from + WATCHED), Control.NONE);
      }
    }
    assertThat(found).isEqualTo(hits).isNotEmpty();
  }

  @Test
  void randomRowsAreProved() {
    List<RowProof> proofs =
        new RowVerifier(
                DemoRecording.recording(),
                DemoRecording.qemu(),
                DemoIndex.store(),
                IndexProgress.SILENT)
            .run(15, new Random(7));
    assertThat(proofs).hasSize(15).allMatch(RowProof::holds);
  }
}
