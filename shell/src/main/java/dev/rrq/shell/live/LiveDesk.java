package dev.rrq.shell.live;

import dev.rrq.gdbrsp.error.MonitorException;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.error.StubErrorException;
import dev.rrq.gdbrsp.error.UnsupportedPacketException;
import dev.rrq.gdbrsp.packet.breakpoint.Breakpoint;
import dev.rrq.gdbrsp.transport.Endpoint;
import dev.rrq.grammar.Formatter;
import dev.rrq.grammar.ast.FunctionName;
import dev.rrq.grammar.ast.LiveStatement;
import dev.rrq.grammar.ast.Time;
import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.live.LiveReplay;
import dev.rrq.planner.Column;
import dev.rrq.planner.Result;
import dev.rrq.planner.Session;
import dev.rrq.planner.TableResult;
import dev.rrq.planner.exec.LivePlace;
import dev.rrq.planner.exec.LiveView;
import dev.rrq.planner.exec.UserCode;
import dev.rrq.planner.exec.UserPlace;
import dev.rrq.shell.failure.ShellException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The live replay of an open trace, what it is to stop at, and the statements about it. */
public final class LiveDesk implements AutoCloseable {

  private final LiveSource source;
  private final Session session;
  private final TreeMap<Long, Trap> traps = new TreeMap<>();
  private @Nullable LiveMachine machine;
  private long lastNumber;

  /**
   * A desk without a replay.
   *
   * @param session knows the names; outlives this
   */
  public LiveDesk(LiveSource source, Session session) {
    this.source = source;
    this.session = session;
  }

  /** Carries a statement out; its rows, if any, are had while the replay runs. */
  public Result execute(LiveStatement statement, LiveScreen screen) {
    return guarded(() -> statement.acceptLive(new Run(screen)));
  }

  /** Where the replay stands, if there is one. */
  public OptionalLong now() {
    return machine == null ? OptionalLong.empty() : OptionalLong.of(machine.replay().now());
  }

  /** A replay that can no longer be spoken to is given up, so that the next statement can start. */
  private <T> T guarded(java.util.function.Supplier<T> work) {
    try {
      return work.get();
    } catch (IndexerException e) {
      boolean lost =
          e.getCause() instanceof RspException broken
              && !(broken instanceof MonitorException
                  || broken instanceof StubErrorException
                  || broken instanceof UnsupportedPacketException);
      if (!lost || machine == null) {
        throw e;
      }
      close();
      throw IndexerException.failed(
          e.getMessage(), "the live replay is given up; 'live start' starts another");
    }
  }

  @Override
  public void close() {
    LiveMachine ended = machine;
    machine = null;
    traps.clear();
    if (ended != null) {
      ended.close();
    }
  }

  private LiveMachine machine() {
    if (machine == null) {
      throw ShellException.failed(
          "there is no live replay", "'live start at T' starts one, and so does 'goto T'");
    }
    return machine;
  }

  /** One statement. */
  private final class Run implements LiveStatement.Visitor<Result> {

    private final LiveScreen screen;

    Run(LiveScreen screen) {
      this.screen = screen;
    }

    private Result text(String text) {
      return new Result.Text(text);
    }

    private long time(Time time) {
      return session.time(time);
    }

    // ---- beginning and end ----

    @Override
    public Result visitStart(LiveStatement.Start statement) {
      long t = statement.time().map(this::time).orElse(0L);
      close();
      Event event = started(t);
      return text(LiveReport.of(machine(), event));
    }

    private Event started(long t) {
      LiveReplay replay = source.start(t);
      machine = new LiveMachine(replay, session);
      return machine().goTo(t, screen);
    }

    @Override
    public Result visitAttach(LiveStatement.Attach statement) {
      Endpoint endpoint;
      try {
        endpoint = Endpoint.parse(statement.target());
      } catch (IllegalArgumentException e) {
        throw ShellException.failed(String.valueOf(e.getMessage()));
      }
      close();
      LiveReplay replay = source.attach(endpoint);
      machine = new LiveMachine(replay, session);
      Optional<Path> log = replay.log();
      if (log.isPresent() && !replay.follows(source.log())) {
        screen.say(
            "this machine replays "
                + log.get()
                + ", which is not the log of the open trace;"
                + " names may not fit");
      } else if (!replay.isReplay()) {
        screen.say("this machine replays nothing, so it has no time");
      }
      return text(LiveReport.here(machine()));
    }

    @Override
    public Result visitStop(LiveStatement.Stop statement) {
      machine();
      close();
      return text("");
    }

    @Override
    public Result visitStatus(LiveStatement.Status statement) {
      List<String> lines = new ArrayList<>();
      lines.add(LiveReport.here(machine()));
      machine().replay().length().ifPresent(end -> lines.add("the recording ends at " + end));
      traps.values().forEach(trap -> lines.add(trap.number() + ": " + trap.text()));
      return text(String.join("\n", lines));
    }

    // ---- traps ----

    @Override
    public Result visitWatch(LiveStatement.Watch statement) {
      if (machine == null) {
        started(0);
      }
      boolean streams = statement.limit().isPresent() || statement.until().isPresent();
      Trap watch = trap(streams ? 0 : ++lastNumber, statement);
      if (streams) {
        return stream(statement, watch);
      }
      traps.put(watch.number(), watch);
      return proceed();
    }

    private Trap trap(long number, LiveStatement.Watch statement) {
      LiveView view = machine().view();
      LiveStatement.Access access = statement.access();
      Optional<UserPlace> user = view.userPlace(statement.place(), statement.condition());
      if (user.isPresent()) {
        return new Trap.UserWatch(number, access, user.get(), Watchpoints.of(user.get(), access));
      }
      LivePlace place = view.place(statement.place(), statement.condition());
      return new Trap.Watch(number, access, place, Watchpoints.of(view, place, access));
    }

    private Result stream(LiveStatement.Watch statement, Trap watch) {
      OptionalLong until =
          statement.until().map(t -> OptionalLong.of(time(t) + 1)).orElse(OptionalLong.empty());
      LiveMachine running = machine();
      long from = running.replay().now();
      List<Column> columns = running.view().changeColumns();
      WatchRows rows =
          new WatchRows(
              end -> guarded(() -> running.run(List.of(watch), end, screen)),
              statement.limit(),
              until,
              screen,
              session.numbering(columns));
      String what =
          (statement.access() == LiveStatement.Access.WRITE ? "writes" : "accesses")
              + " to "
              + Formatter.format(statement.place());
      return new TableResult(columns, rows, count -> rows.note(what, from, count));
    }

    @Override
    public Result visitBreak(LiveStatement.Break statement) {
      if (machine == null) {
        started(0);
      }
      Trap point = trap(statement.function());
      traps.put(point.number(), point);
      return text(point.number() + ": " + point.text());
    }

    private Trap trap(FunctionName function) {
      LiveView view = machine().view();
      Optional<UserCode> user = view.code().userCode(function);
      return user.isPresent()
          ? new Trap.UserBreak(++lastNumber, function, user.get(), at(user.get().entries()))
          : new Trap.Break(++lastNumber, function, at(view.code().entries(function)));
    }

    private Set<Breakpoint> at(List<Long> entries) {
      return entries.stream()
          .map(Breakpoint::at)
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public Result visitUnwatch(LiveStatement.Unwatch statement) {
      if (traps.remove(statement.number()) == null) {
        throw ShellException.failed(
            "nothing that is watched has the number " + statement.number(),
            "'live status' lists what is watched");
      }
      return text("");
    }

    // ---- running ----

    private Result proceed() {
      return text(
          LiveReport.of(machine(), machine().run(traps.values(), OptionalLong.empty(), screen)));
    }

    @Override
    public Result visitContinue(LiveStatement.Continue statement) {
      machine();
      return proceed();
    }

    @Override
    public Result visitReverse(LiveStatement.Reverse statement) {
      LiveMachine here = machine();
      if (traps.isEmpty()) {
        throw ShellException.failed(
            "nothing is watched, so there is no hit to go back to",
            "'live watch PLACE' or 'live break FUNCTION' first");
      }
      Optional<Event> event =
          new LiveReverse(here, source.snapshots()).previous(traps.values(), screen);
      return text(
          event.isPresent()
              ? LiveReport.of(here, event.get())
              : "there is no hit before t = " + here.replay().now());
    }

    @Override
    public Result visitStep(LiveStatement.Step statement) {
      return text(LiveReport.of(machine(), machine().step(statement.instructions(), screen)));
    }

    @Override
    public Result visitBack(LiveStatement.Back statement) {
      long t = Math.max(0, machine().replay().now() - statement.instructions());
      return text(LiveReport.of(machine(), machine().goTo(t, screen)));
    }

    @Override
    public Result visitGoto(LiveStatement.Goto statement) {
      long t = time(statement.time());
      Event event = machine == null ? started(t) : machine().goTo(t, screen);
      return text(LiveReport.of(machine(), event));
    }

    // ---- looking ----

    @Override
    public Result visitPrintNow(LiveStatement.PrintNow statement) {
      return machine().view().print(statement.expression());
    }

    @Override
    public Result visitBacktraceNow(LiveStatement.BacktraceNow statement) {
      List<String> frames = machine().backtrace();
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < frames.size(); i++) {
        lines.add("#%-2d %s".formatted(i, frames.get(i)));
      }
      return text(String.join("\n", lines));
    }

    @Override
    public Result visitRegisters(LiveStatement.Registers statement) {
      return RegisterTable.of(machine().replay().registers());
    }

    @Override
    public Result visitDisassemble(LiveStatement.Disassemble statement) {
      return text(Disassembly.at(machine()));
    }

    @Override
    public Result visitGdb(LiveStatement.Gdb statement) {
      LiveMachine lent = machine();
      GdbProgram gdb = new GdbProgram(source.vmlinux(), source.loadOffset());
      lent.replay().lend(stub -> screen.lend(() -> gdb.run(stub)));
      lent.forget();
      return text(LiveReport.here(lent));
    }
  }
}
