package dev.rrq.planner.duckdb;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.flow.RunningTasks.Run;
import dev.rrq.planner.rel.ReplayScan;
import dev.rrq.planner.replay.ReplayListener;
import dev.rrq.planner.replay.ReplayRequest;
import dev.rrq.planner.replay.ReplayedAccess;
import dev.rrq.planner.replay.ReplayedAccess.Kind;
import dev.rrq.store.Coverage;
import dev.rrq.store.Meta;
import dev.rrq.store.SourceLine;
import dev.rrq.store.SymbolRow;
import dev.rrq.store.SymbolTables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Tables of one connection that hold what replays found, for the statement that asks for it. */
final class ReplayTable {

  /** A FROM item: what was found, with the calling contexts that it was given. */
  static final String ROWS = "temp.replayed_rows";

  /**
   * The same, with the calling contexts of the index where it knows them: those after the last
   * call, return or interrupt before. It does not follow the stacks of user programs in this way.
   */
  static final String ROWS_WITH_CONTEXTS =
      """
      (SELECT r.t, r.seq, r.pc, r.vaddr, r.paddr, r.size, r."old", r."new",
         coalesce(r.context, CASE WHEN NOT r.in_user THEN f.context END, 0)::INTEGER AS context,
         r.origin, r.in_user, r.t_from
       FROM temp.replayed_rows r ASOF LEFT JOIN (
         SELECT t, coalesce(max(context) FILTER (begins), min(context)) AS context FROM (
           SELECT t, context, true AS begins FROM call_rows
           UNION ALL SELECT c.t + c.duration + 1, x.parent, false
             FROM call_rows c JOIN contexts x ON x.id = c.context WHERE c.ending IN (0, 2)
           UNION ALL SELECT t_end + 1, context, false FROM interrupts)
         WHERE t BETWEEN (SELECT min(t) - 50000000 FROM temp.replayed_rows)
           AND (SELECT max(t) FROM temp.replayed_rows)
         GROUP BY t) f ON r.t >= f.t)""";

  /** A FROM item: the places of instructions in the source. */
  static final String SITES =
      "(SELECT * FROM sites WHERE pc NOT IN (SELECT pc FROM temp.replayed_sites)"
          + " UNION ALL SELECT * FROM temp.replayed_sites)";

  private static final String CREATE =
      "CREATE OR REPLACE TEMP TABLE replayed_rows (t BIGINT, seq INTEGER, pc BIGINT, vaddr BIGINT,"
          + " paddr BIGINT, size INTEGER, \"old\" BIGINT, \"new\" BIGINT, context INTEGER,"
          + " origin INTEGER, in_user BOOLEAN, t_from BIGINT)";

  private static final String CREATE_SITES =
      "CREATE OR REPLACE TEMP TABLE replayed_sites (pc BIGINT, \"function\" VARCHAR,"
          + " \"offset\" BIGINT, file VARCHAR, line INTEGER, in_user BOOLEAN)";

  private final Replays replays;
  private final SymbolTables symbols;
  private final long loadOffset;
  private final DuckDBConnection connection;

  ReplayTable(DuckDbSessions sessions, DuckDBConnection connection) {
    this.replays = sessions.replays();
    this.symbols = sessions.store().symbols();
    this.loadOffset = sessions.store().metaNumber(Meta.KASLR_OFFSET).orElse(0);
    this.connection = connection;
  }

  /**
   * Fills the tables with what the index keeps, and with what replays of the rest find.
   *
   * @param contexts whether calling contexts are wanted
   * @param tasks whether it is wanted who ran
   */
  void fill(
      ReplayScan.Reading reading,
      boolean contexts,
      boolean tasks,
      Replays.Cancellation cancellation)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(CREATE);
      statement.execute(CREATE_SITES);
    }
    List<KeptParts.Part> parts = replays.kept().of(reading);
    replay(
        reading,
        parts.stream().filter(part -> !part.isKept()).map(KeptParts.Part::time).toList(),
        contexts,
        tasks,
        cancellation);
    for (KeptParts.Part part : parts) {
      if (part.isKept()) {
        cancellation.check();
        insert(part, reading);
      }
    }
    fillSites();
  }

  private void insert(KeptParts.Part part, ReplayScan.Reading reading) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO temp.replayed_rows " + KeptParts.sql(part, reading));
    }
  }

  private void replay(
      ReplayScan.Reading reading,
      List<Interval> windows,
      boolean contexts,
      boolean tasks,
      Replays.Cancellation cancellation)
      throws SQLException {
    try (DuckDBAppender appender = connection.createAppender("temp", "main", "replayed_rows")) {
      for (Interval window : apart(windows)) {
        boolean covered = replays.covered().contains(window.from());
        ReplayRequest request =
            new ReplayRequest(
                window,
                reading.kinds(),
                reading.places(),
                reading.instructions(),
                contexts && !covered,
                tasks && !covered && !replays.tasks().contains(window));
        Filler filler = new Filler(appender, request, cancellation);
        replays.access().scan(request, filler);
        filler.check();
      }
    }
  }

  /** The windows, cut where what the index covers begins and ends. */
  private List<Interval> apart(List<Interval> windows) {
    List<Interval> parts = new ArrayList<>();
    for (Interval window : windows) {
      Coverage all = Coverage.of(window.from(), window.to());
      Coverage outside = all.minus(replays.covered());
      for (Coverage part : List.of(outside, all.minus(outside))) {
        part.intervals().forEach(i -> parts.add(new Interval(i.from(), i.to())));
      }
    }
    parts.sort(Comparator.comparingLong(Interval::from));
    return parts;
  }

  private void fillSites() throws SQLException {
    List<long[]> met = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT pc, max(in_user)::INTEGER FROM temp.replayed_rows WHERE pc IS NOT NULL"
                    + " GROUP BY pc EXCEPT SELECT pc, in_user::INTEGER FROM sites")) {
      while (rows.next()) {
        met.add(new long[] {rows.getLong(1), rows.getLong(2)});
      }
    }
    try (DuckDBAppender appender = connection.createAppender("temp", "main", "replayed_sites")) {
      for (long[] site : met) {
        addSite(appender, site[0], site[1] != 0);
      }
    }
  }

  private void addSite(DuckDBAppender appender, long pc, boolean inUser) throws SQLException {
    long linked = pc - loadOffset;
    Optional<SymbolRow> function = pc < 0 ? symbols.functionAt(linked) : Optional.empty();
    Optional<SourceLine> line = pc < 0 ? symbols.lineAt(linked) : Optional.empty();
    appender.beginRow().append(pc);
    if (function.isPresent()) {
      appender.append(function.get().name()).append(linked - function.get().address());
    } else {
      appender.appendNull().appendNull();
    }
    if (line.isPresent()) {
      appender.append(line.get().file()).append(line.get().line());
    } else {
      appender.appendNull().appendNull();
    }
    appender.append(inUser).endRow();
  }

  /** Takes what a replay finds. */
  private final class Filler implements ReplayListener {
    private final DuckDBAppender appender;
    private final ReplayRequest request;
    private final Replays.Cancellation cancellation;
    private final Map<Integer, Integer> ids = new HashMap<>();
    private long lastTime = -1;
    private int sequence;

    Filler(DuckDBAppender appender, ReplayRequest request, Replays.Cancellation cancellation) {
      this.appender = appender;
      this.request = request;
      this.cancellation = cancellation;
    }

    @Override
    public boolean found(ReplayedAccess access) {
      if (!request.kinds().contains(access.kind())) {
        return true;
      }
      try {
        add(access);
      } catch (SQLException e) {
        throw DuckDbSessions.failure(e);
      }
      return !cancellation.requested();
    }

    private void add(ReplayedAccess access) throws SQLException {
      boolean byInstruction = access.origin() == 0;
      // What nobody did shows when all memory is compared in the end, after the window.
      long t = Math.min(access.t(), request.window().last());
      sequence = t == lastTime ? sequence + 1 : 0;
      lastTime = t;
      appender.beginRow().append(t).append(sequence);
      known(byInstruction, access.pc());
      known(byInstruction && access.kind() != Kind.EXECUTION, access.vaddr());
      appender.append(access.paddr()).append(access.size());
      appender.append(access.oldValue()).append(access.newValue());
      if (request.stacks()) {
        appender.append((int) ids.getOrDefault(access.context(), 0));
      } else {
        appender.appendNull();
      }
      appender.append(origin(access)).append(access.inUser());
      known(!byInstruction, access.pc());
      appender.endRow();
    }

    private void known(boolean known, long value) throws SQLException {
      if (known) {
        appender.append(value);
      } else {
        appender.appendNull();
      }
    }

    private static int origin(ReplayedAccess access) {
      return switch (access.kind()) {
        case STORE -> access.origin();
        case READ -> ReplayScan.READ;
        case EXECUTION -> ReplayScan.EXECUTION;
      };
    }

    @Override
    public void context(int id, int parent, long pc, int kind) {
      ids.put(id, replays.contexts().of(ids.getOrDefault(parent, 0), pc, kind));
    }

    @Override
    public void ran(List<Run> runs) {
      replays.tasks().add(request.window(), runs);
    }

    @Override
    public boolean isCancelled() {
      return cancellation.requested();
    }

    void check() {
      cancellation.check();
    }
  }
}
