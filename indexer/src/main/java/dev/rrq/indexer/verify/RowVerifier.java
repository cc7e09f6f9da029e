package dev.rrq.indexer.verify;

import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.index.IndexProgress;
import dev.rrq.indexer.live.Control;
import dev.rrq.indexer.live.LiveReplay;
import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.store.Segment;
import dev.rrq.store.TraceStore;
import dev.rrq.store.WritesSql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Proves rows one by one: a replay without the plugin goes to the time of each, where memory must
 * hold the old value and the next instruction be the one that the row names, and one step further,
 * where it must hold the new one.
 */
public final class RowVerifier {

  /** Rows are taken from so many files at most: of each, all rows have to be looked at. */
  private static final int MOST_FILES = 12;

  private final Recording recording;
  private final QemuBinary qemu;
  private final TraceStore store;
  private final IndexProgress progress;

  /** Proves rows of a trace's index. */
  public RowVerifier(
      Recording recording, QemuBinary qemu, TraceStore store, IndexProgress progress) {
    this.recording = recording;
    this.qemu = qemu;
    this.store = store;
    this.progress = progress;
  }

  /**
   * Proves random rows that instructions wrote.
   *
   * @param count how many
   * @param random chooses them
   * @return in order of time; fewer than asked for where it was ended early
   */
  public List<RowProof> run(int count, Random random) {
    progress.phase("choosing rows");
    List<RowProof.Row> rows = sample(count, random);
    rows.sort(Comparator.comparingLong(RowProof.Row::t));
    List<RowProof> proofs = new ArrayList<>();
    if (rows.isEmpty()) {
      return proofs;
    }
    try (LiveReplay replay = LiveReplay.start(recording, qemu, rows.get(0).t())) {
      for (RowProof.Row row : rows) {
        if (progress.isCancelled()) {
          break;
        }
        proofs.add(prove(replay, row));
        progress.indexed(0, row.t(), recording.length(), proofs.size());
      }
    }
    return proofs;
  }

  private RowProof prove(LiveReplay replay, RowProof.Row row) {
    replay.goTo(row.t(), control());
    long pc = replay.registers().number("rip");
    long before = read(replay, row);
    replay.goTo(row.t() + 1, control());
    return new RowProof(row, pc, before, read(replay, row));
  }

  private Control control() {
    return new Control() {
      @Override
      public boolean isCancelled() {
        return progress.isCancelled();
      }

      @Override
      public void at(long icount) {}
    };
  }

  private static long read(LiveReplay replay, RowProof.Row row) {
    byte[] bytes = replay.memory().physical(row.paddr(), row.size());
    long value = 0;
    for (int i = row.size() - 1; i >= 0; i--) {
      value = value << Byte.SIZE | (bytes[i] & 0xff);
    }
    return value;
  }

  private List<RowProof.Row> sample(int count, Random random) {
    List<Segment> files = new ArrayList<>(store.segments());
    Collections.shuffle(files, random);
    List<Segment> chosen = files.subList(0, Math.min(files.size(), Math.min(count, MOST_FILES)));
    List<RowProof.Row> rows = new ArrayList<>();
    try (Connection connection = store.connect();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < chosen.size(); i++) {
        int wanted = count / chosen.size() + (i < count % chosen.size() ? 1 : 0);
        String sql =
            """
            SELECT t, pc, paddr, size, "old", "new" FROM
              (FROM %s WHERE origin = 0 AND pc IS NOT NULL)
              USING SAMPLE reservoir(%d ROWS) REPEATABLE (%d)
            """
                .formatted(
                    WritesSql.rows(List.of(chosen.get(i)), List.of()),
                    wanted,
                    random.nextInt(1 << 20));
        try (ResultSet found = statement.executeQuery(sql)) {
          while (found.next()) {
            rows.add(
                new RowProof.Row(
                    found.getLong(1),
                    found.getLong(2),
                    found.getLong(3),
                    found.getInt(4),
                    found.getLong(5),
                    found.getLong(6)));
          }
        }
      }
    } catch (SQLException e) {
      throw IndexerException.failed("the index cannot be read: " + e.getMessage(), e);
    }
    return rows;
  }
}
