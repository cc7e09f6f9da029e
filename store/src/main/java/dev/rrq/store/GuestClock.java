package dev.rrq.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.duckdb.DuckDBConnection;

/**
 * The guest's clocks at every instant: the virtual clock of the machine, and what the kernel makes
 * of it. Both are exact, to the nanosecond.
 */
public final class GuestClock {

  private final long[] sampleTimes;
  private final long[] samples;
  private final LogWriter.Uptime[] uptimes;

  private GuestClock(long[] sampleTimes, long[] samples, LogWriter.Uptime[] uptimes) {
    this.sampleTimes = sampleTimes;
    this.samples = samples;
    this.uptimes = uptimes;
  }

  static GuestClock load(DuckDBConnection connection) throws SQLException {
    long[][] clock =
        rows(connection, "SELECT t, nanoseconds FROM clock ORDER BY t, nanoseconds", 2);
    long[][] pieces =
        rows(connection, "SELECT t, multiplier, shift, nanoseconds FROM uptimes ORDER BY t", 4);
    LogWriter.Uptime[] uptimes = new LogWriter.Uptime[pieces[0].length];
    for (int i = 0; i < uptimes.length; i++) {
      uptimes[i] =
          new LogWriter.Uptime(pieces[0][i], pieces[1][i], (int) pieces[2][i], pieces[3][i]);
    }
    return new GuestClock(clock[0], clock[1], uptimes);
  }

  private static long[][] rows(DuckDBConnection connection, String sql, int columns)
      throws SQLException {
    long[][] values = new long[columns][16];
    int count = 0;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        for (int column = 0; column < columns; column++) {
          if (count == values[column].length) {
            values[column] = Arrays.copyOf(values[column], 2 * count);
          }
          values[column][count] = rows.getLong(column + 1);
        }
        count++;
      }
    }
    for (int column = 0; column < columns; column++) {
      values[column] = Arrays.copyOf(values[column], count);
    }
    return values;
  }

  /** The virtual clock at an instant, in nanoseconds since power-on; empty before its samples. */
  public OptionalLong virtual(long t) {
    int at = last(sampleTimes.length, i -> sampleTimes[(int) i] <= t);
    if (at < 0) {
      return OptionalLong.empty();
    }
    if (sampleTimes[at] == t) {
      return OptionalLong.of(samples[at]);
    }
    // After the last sample it goes on as it did.
    int from = at + 1 < samples.length ? at : at - 1;
    while (from > 0 && sampleTimes[from] == sampleTimes[from + 1]) {
      from--;
    }
    if (from < 0 || sampleTimes[from] == sampleTimes[from + 1]) {
      return OptionalLong.empty();
    }
    long passed = t - sampleTimes[at];
    long ran = samples[from + 1] - samples[from];
    long instructions = sampleTimes[from + 1] - sampleTimes[from];
    long rate = ran / instructions;
    return OptionalLong.of(
        samples[at] + passed * rate + passed * (ran % instructions) / instructions);
  }

  /** The kernel's uptime at an instant, in nanoseconds; empty where it is not known. */
  public OptionalLong uptime(long t) {
    int at = last(uptimes.length, i -> uptimes[(int) i].t() <= t);
    OptionalLong clock = virtual(t);
    return at < 0 || clock.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(uptime(uptimes[at], clock.getAsLong()));
  }

  /** The kernel's own arithmetic: {@code mul_u64_u32_shr}, and an addition that wraps around. */
  public static long uptime(LogWriter.Uptime piece, long clock) {
    long high = Math.multiplyHigh(clock, piece.multiplier());
    long low = clock * piece.multiplier();
    long scaled =
        piece.shift() == 0 ? low : (high << (Long.SIZE - piece.shift())) | (low >>> piece.shift());
    return scaled + piece.nanoseconds();
  }

  /**
   * The first instant, before an end, at which the uptime was at least so much.
   *
   * @param end of the recording
   */
  public OptionalLong reaches(long nanoseconds, long end) {
    for (int i = 0; i < uptimes.length; i++) {
      long from = uptimes[i].t();
      long to = i + 1 < uptimes.length ? uptimes[i + 1].t() : end + 1;
      if (to > from && isReached(to - 1, i, nanoseconds)) {
        int piece = i;
        long early = from;
        long late = to - 1;
        while (early < late) {
          long middle = early + (late - early) / 2;
          if (isReached(middle, piece, nanoseconds)) {
            late = middle;
          } else {
            early = middle + 1;
          }
        }
        return OptionalLong.of(early);
      }
    }
    return OptionalLong.empty();
  }

  private boolean isReached(long t, int piece, long nanoseconds) {
    OptionalLong clock = virtual(t);
    return clock.isPresent() && uptime(uptimes[piece], clock.getAsLong()) >= nanoseconds;
  }

  /** The last index below a count for which something holds that holds for all before it; or -1. */
  private static int last(int count, LongPredicate holds) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (holds.test(middle)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }
}
