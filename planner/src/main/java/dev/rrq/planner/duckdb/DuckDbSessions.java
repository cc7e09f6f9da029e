package dev.rrq.planner.duckdb;

import dev.rrq.planner.QueryException;
import dev.rrq.planner.replay.ReplayAccess;
import dev.rrq.store.TraceStore;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.duckdb.DuckDBConnection;

/**
 * Connections to a store's database: one for each result that is open, kept for the next when it is
 * closed. Safe for use by several threads.
 */
public final class DuckDbSessions implements AutoCloseable {

  /** C's arithmetic on 64-bit words, which SQL would report as overflows. */
  private static final List<String> MACROS =
      List.of(
          "c_wrap(h) AS CAST(CASE WHEN (h & 18446744073709551615::HUGEINT)"
              + " >= 9223372036854775808::HUGEINT"
              + " THEN (h & 18446744073709551615::HUGEINT) - 18446744073709551616::HUGEINT"
              + " ELSE h & 18446744073709551615::HUGEINT END AS BIGINT)",
          "c_unsigned(a) AS (a::HUGEINT & 18446744073709551615::HUGEINT)",
          "c_add(a, b) AS c_wrap(a::HUGEINT + b::HUGEINT)",
          "c_subtract(a, b) AS c_wrap(a::HUGEINT - b::HUGEINT)",
          "c_multiply(a, b) AS c_wrap(a::HUGEINT * b::HUGEINT)",
          // NULLIF and CASE stand around the operand, as DuckDB folds constants before any CASE.
          "c_divide(a, b) AS c_wrap(a::HUGEINT // nullif(b, 0)::HUGEINT)",
          "c_remainder(a, b) AS c_wrap(a::HUGEINT % nullif(b, 0)::HUGEINT)",
          "c_divide_unsigned(a, b) AS c_wrap(c_unsigned(a) // c_unsigned(nullif(b, 0)))",
          "c_remainder_unsigned(a, b) AS c_wrap(c_unsigned(a) % c_unsigned(nullif(b, 0)))",
          "c_bits(b) AS CASE WHEN b BETWEEN 0 AND 63 THEN b::INTEGER END",
          "c_shift_left(a, b) AS c_wrap(c_unsigned(a) * (1::HUGEINT << c_bits(b)))",
          "c_shift_right(a, b) AS a >> c_bits(b)",
          "c_shift_right_unsigned(a, b) AS c_wrap(c_unsigned(a) >> c_bits(b))");

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final int number = NUMBERS.incrementAndGet();
  private final TraceStore store;
  private final Replays replays;
  private final List<JavaFunction> functions = new ArrayList<>();
  private final Deque<DuckDBConnection> free = new ArrayDeque<>();
  private final List<DuckDBConnection> all = new ArrayList<>();
  private final Set<Statement> running = ConcurrentHashMap.newKeySet();

  /** Connects to a store, which outlives this. */
  public DuckDbSessions(TraceStore store) {
    this(store, ReplayAccess.NONE);
  }

  /**
   * Connects to a store, which outlives this.
   *
   * @param replay gives what the store does not hold
   */
  public DuckDbSessions(TraceStore store, ReplayAccess replay) {
    this.store = store;
    this.replays = new Replays(replay, store);
  }

  /** The store. */
  TraceStore store() {
    return store;
  }

  /** Replays for what the store does not hold. */
  public Replays replays() {
    return replays;
  }

  /** Lets statements call a function. */
  public synchronized void define(JavaFunction function) {
    functions.add(function);
  }

  /** A connection that no one else uses until it is given back. */
  synchronized DuckDBConnection take() {
    DuckDBConnection connection = free.poll();
    if (connection != null) {
      return connection;
    }
    DuckDBConnection made = store.connect();
    all.add(made);
    try (Statement statement = made.createStatement()) {
      for (String macro : MACROS) {
        statement.execute("CREATE TEMP MACRO " + macro);
      }
      for (JavaFunction function : functions) {
        if (all.size() == 1) {
          function.register(made, number);
        }
        statement.execute("CREATE TEMP MACRO " + function.macro(number));
      }
    } catch (SQLException e) {
      throw failure(e);
    }
    return made;
  }

  synchronized void giveBack(DuckDBConnection connection) {
    free.push(connection);
  }

  /** Notes a statement that {@link #cancel} is to reach, from before it is executed. */
  void begin(Statement statement) {
    running.add(statement);
  }

  /** Forgets a statement. */
  void end(Statement statement) {
    running.remove(statement);
  }

  /** Makes everything that runs here fail soon; may be called by any thread. */
  public void cancel() {
    replays.cancel();
    for (Statement statement : running) {
      try {
        statement.cancel();
      } catch (SQLException e) {
        throw failure(e);
      }
    }
  }

  /** Runs a SELECT statement. */
  public RawRows query(String sql) {
    return DuckDbRows.open(this, sql);
  }

  /** Makes tables for a statement in the connection that will run it. */
  interface Preparation {
    void in(DuckDBConnection connection) throws SQLException;
  }

  /** Runs a SELECT statement that reads what was prepared for it. */
  RawRows query(String sql, Preparation preparation) {
    return DuckDbRows.open(this, sql, preparation);
  }

  /** Runs a statement whose columns are not known. */
  public TypedRows typedQuery(String sql) {
    return TypedRows.of(DuckDbRows.open(this, sql));
  }

  /** What an error of DuckDB means to the user. */
  static QueryException failure(SQLException e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    if (message.contains("INTERRUPT") || message.contains("Interrupted")) {
      return new QueryException("interrupted", e);
    }
    return new QueryException("the store cannot be read: " + message, e);
  }

  @Override
  public synchronized void close() {
    for (DuckDBConnection connection : all) {
      try {
        connection.close();
      } catch (SQLException e) {
        throw failure(e);
      }
    }
    all.clear();
    free.clear();
  }
}
