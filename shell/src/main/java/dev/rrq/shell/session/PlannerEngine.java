package dev.rrq.shell.session;

import dev.rrq.grammar.StatementParser;
import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import dev.rrq.planner.KnownNames;
import dev.rrq.planner.QueryException;
import dev.rrq.planner.Result;
import dev.rrq.planner.Session;
import dev.rrq.planner.TableResult;
import dev.rrq.shell.completion.Names;
import dev.rrq.shell.live.LiveDesk;
import dev.rrq.shell.live.TraceSource;
import dev.rrq.shell.progress.Amounts;
import dev.rrq.store.Meta;
import dev.rrq.store.StoreException;
import dev.rrq.store.TraceStore;
import elf4j.Logger;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** A trace's index and a session over it. */
public final class PlannerEngine implements Engine {
  private static final Logger LOGGER = Logger.instance();

  /** Finds nothing, but goes through every stage: parser, analysis, rules, SQL. */
  private static final String WARM_UP = "writes to phys 0..+8 between 0 and 1";

  private final Path trace;
  private final TraceStore store;
  private final RecordingReplays replays;
  private final Session session;
  private final Instructions instructions = new Instructions();
  private final LiveDesk live;

  private PlannerEngine(Path trace, TraceStore store) {
    this.trace = trace;
    this.store = store;
    this.replays = new RecordingReplays(trace, store);
    this.session = new Session(store, replays);
    session.use(instructions);
    this.live = new LiveDesk(new TraceSource(trace, store), session);
  }

  /** Opens the index of a trace. */
  public static Engine open(Path trace) {
    TraceStore store = TraceStore.open(trace);
    try {
      return new PlannerEngine(trace, store);
    } catch (RuntimeException | Error e) {
      store.close();
      throw e;
    }
  }

  @Override
  public Result execute(Statement statement) {
    return session.execute(statement);
  }

  @Override
  public LiveDesk live() {
    return live;
  }

  @Override
  public void workOn(Screen screen) {
    replays.workOn(screen);
  }

  @Override
  public OptionalLong liveTime() {
    return live.now();
  }

  @Override
  public void cancel() {
    session.cancel();
  }

  @Override
  public void warmUp() {
    try (Session another = new Session(store)) {
      Result result = another.execute(new StatementParser().parse(WARM_UP));
      if (result instanceof TableResult table) {
        try (table) {
          while (table.next() != null) {
            // What it finds is of no interest.
          }
        }
      }
      // What the first question about writes, calls, names or stacks would wait for.
      store.sites();
      store.symbols().index();
      store.contexts();
      store.symbols().loadLines();
    } catch (RuntimeException e) {
      LOGGER.atDebug().log(e, "the warm-up failed");
    }
  }

  @Override
  public String greeting() {
    long length = store.metaNumber(Meta.LENGTH).orElse(0);
    String greeting =
        "%s: %s instructions, %s changes of memory"
            .formatted(
                trace.getFileName(),
                Amounts.count((double) length),
                Amounts.count((double) store.rows()));
    return store.isComplete() ? greeting : greeting + "; the index covers " + store.coverage();
  }

  @Override
  public Names names() {
    return new SessionNames(session.names());
  }

  @Override
  public void close() {
    try {
      live.close();
      session.close();
      instructions.close();
      store.close();
    } catch (StoreException e) {
      LOGGER.atWarn().log(e, "the trace could not be closed");
    }
  }

  /** The session's names; those that cannot be had now are not proposed. */
  private record SessionNames(KnownNames known) implements Names {
    private static List<String> orNone(Supplier<List<String>> names) {
      try {
        return names.get();
      } catch (DiagnosticException | QueryException | StoreException e) {
        LOGGER.atDebug().log(e, "no completion");
        return List.of();
      }
    }

    @Override
    public List<String> symbols(String prefix, int limit) {
      return orNone(() -> known.variables(prefix, limit));
    }

    @Override
    public List<String> functions(String prefix, int limit) {
      return orNone(() -> known.functions(prefix, limit));
    }

    @Override
    public List<String> types(String prefix, int limit) {
      return orNone(() -> known.types(prefix, limit));
    }

    @Override
    public List<String> members(String object) {
      return orNone(() -> known.members(object));
    }

    @Override
    public List<String> tasks() {
      return orNone(known::tasks);
    }

    @Override
    public List<String> marks() {
      return orNone(known::bound);
    }

    @Override
    public List<String> columns() {
      return orNone(known::columns);
    }
  }
}
