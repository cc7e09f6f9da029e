package dev.rrq.planner;

import dev.rrq.grammar.ast.Query;
import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.ast.Time;
import dev.rrq.planner.analysis.Extent;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.exec.LiveView;
import dev.rrq.planner.exec.StatementExecutor;
import dev.rrq.planner.replay.ReplayAccess;
import dev.rrq.planner.trace.Trace;
import dev.rrq.store.TraceStore;
import java.util.List;
import java.util.function.Consumer;

/**
 * A conversation about one trace: it knows what was named by {@code let} and {@code mark}, and the
 * rows of the last result. Used by one thread, but for {@link #cancel} and {@link
 * TableResult#cancel}.
 */
public final class Session implements AutoCloseable {

  private final Trace trace;
  private final StatementExecutor executor;

  /**
   * Starts a session.
   *
   * @param store the index of the trace; stays open, and is closed by whoever opened it
   */
  public Session(TraceStore store) {
    this(store, ReplayAccess.NONE);
  }

  /**
   * Starts a session.
   *
   * @param store the index of the trace; stays open, and is closed by whoever opened it
   * @param replay gives what the index does not hold
   */
  public Session(TraceStore store, ReplayAccess replay) {
    trace = new Trace(store, replay);
    executor = new StatementExecutor(trace);
  }

  /** Disassembles with this. */
  public void use(InstructionText text) {
    executor.use(text);
  }

  /**
   * Carries a statement out.
   *
   * @return its answer; a table is to be closed, and is best read before the next statement
   * @throws dev.rrq.grammar.diagnostics.DiagnosticException if the statement has no meaning
   * @throws QueryException if it cannot be answered
   * @throws dev.rrq.store.StoreException if the store cannot be read
   */
  public Result execute(Statement statement) {
    return executor.execute(statement);
  }

  /**
   * The physical memory of the place of {@code reads of}, at one time or another in a window.
   *
   * @throws dev.rrq.grammar.diagnostics.DiagnosticException if the place has no meaning
   * @throws QueryException if it is nowhere in that time
   */
  public List<Extent> memory(Query reads, Interval window) {
    return executor.memory(reads, window);
  }

  /**
   * The icount of a time.
   *
   * @throws dev.rrq.grammar.diagnostics.DiagnosticException if it has none
   */
  public long time(Time time) {
    return executor.time(time);
  }

  /**
   * Gives the rows of a result that is made elsewhere their numbers, for {@code #3}.
   *
   * @return is to be told each row
   */
  public Consumer<Row> numbering(List<Column> columns) {
    return executor.numbering(columns);
  }

  /** Names, types and rows for a machine that stands still, as this session knows them. */
  public LiveView live(GuestMemory memory) {
    return executor.live(memory);
  }

  /**
   * Makes what runs fail soon, with a {@link QueryException}; may be called by any thread. It
   * reaches a statement that is being carried out as well as a table that is being read.
   */
  public void cancel() {
    trace.sessions().cancel();
  }

  /** What may be completed and suggested. */
  public KnownNames names() {
    return executor.names();
  }

  @Override
  public void close() {
    trace.close();
  }
}
