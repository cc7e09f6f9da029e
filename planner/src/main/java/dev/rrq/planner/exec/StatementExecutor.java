package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.LiveStatement;
import dev.rrq.grammar.ast.Query;
import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.ast.Time;
import dev.rrq.grammar.diagnostics.Location;
import dev.rrq.planner.Column;
import dev.rrq.planner.GuestMemory;
import dev.rrq.planner.InstructionText;
import dev.rrq.planner.KnownNames;
import dev.rrq.planner.Result;
import dev.rrq.planner.Row;
import dev.rrq.planner.TableResult;
import dev.rrq.planner.analysis.Extent;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.analysis.TimeResolver;
import dev.rrq.planner.trace.Trace;
import dev.rrq.planner.type.ValueText;
import dev.rrq.store.Coverage;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Carries out the statements of a session. */
public final class StatementExecutor implements Statement.Visitor<Result>, TimeResolver.Reference {

  private final Trace trace;
  private final Context context;
  private final QueryRunner queries;
  private final WhyStatements whys;
  private final LastRows lastRows = new LastRows();
  private final SqlStatements sql;
  private final Explanations explanations;
  private final Naming naming;
  private final ValueText values;
  private final Printing printing;
  private final Descriptions descriptions;
  private final Expectations expectations;
  private final Instants instants;

  /** Executes on a trace. */
  public StatementExecutor(Trace trace) {
    this.trace = trace;
    this.context = new Context(trace, this);
    this.values = context.values();
    this.queries = new QueryRunner(context, values);
    this.whys = new WhyStatements(context, queries, context.addresses());
    this.sql = new SqlStatements(trace);
    this.explanations = new Explanations(context);
    this.naming = new Naming(context);
    Moments moments = new Moments(context, memory -> live(memory).moment());
    this.printing = new Printing(context, values, moments);
    this.descriptions = new Descriptions(context, moments);
    this.instants = new Instants(context);
    this.expectations = new Expectations(context, queries, printing);
  }

  /** Disassembles with this. */
  public void use(InstructionText text) {
    context.use(text);
  }

  /** Carries a statement out. */
  public Result execute(Statement statement) {
    context.processes().chooseNone();
    return statement.accept(this);
  }

  /** Questions about a machine that stands still. */
  public LiveView live(GuestMemory memory) {
    return new LiveView(context, queries, printing, values, memory);
  }

  /** Gives the rows of a result that is made elsewhere their numbers. */
  public Consumer<Row> numbering(List<Column> columns) {
    lastRows.start(columns);
    return lastRows::add;
  }

  /** The physical memory of the place of {@code reads of}, at one time or another in a window. */
  public List<Extent> memory(Query reads, Interval window) {
    return new PlaceMemory(context).of(reads, window);
  }

  /** The icount of a time. */
  public long time(Time time) {
    return context.times().resolve(time);
  }

  /** What may be completed. */
  public KnownNames names() {
    return new SessionNames(context);
  }

  // ---- what times refer to ----

  @Override
  public long end() {
    return trace.end();
  }

  @Override
  public OptionalLong row(int number) {
    return lastRows.time(number);
  }

  @Override
  public boolean isFunction(String name) {
    return trace.program().symbols(name).stream().anyMatch(Functions::isFunction);
  }

  @Override
  public TimeResolver.Clock clock() {
    return trace.clock();
  }

  @Override
  public long event(Query query) {
    LastRows found = new LastRows();
    try (TableResult table = queries.run(query, found::add)) {
      found.start(table.columns());
      Row first = table.next();
      if (first == null) {
        throw Problems.error(
            "no-event",
            query.location(),
            "this finds no event" + table.note().map(note -> ": " + note).orElse(""));
      }
      if (table.next() != null) {
        throw Problems.error(
            "several-events",
            query.location(),
            "this finds more than one event",
            "begin with 'first' or 'last'");
      }
      long t =
          found
              .time(1)
              .orElseThrow(
                  () -> Problems.error("no-time", query.location(), "this answer has no time"));
      checkIsTheOne(query, t, table.missing());
      return t;
    }
  }

  /** An event is the first one only if all the time before it is known. */
  private static void checkIsTheOne(Query query, long t, Coverage missing) {
    boolean first = query.pick().filter(pick -> pick.end() == Query.End.FIRST).isPresent();
    boolean last = query.pick().filter(pick -> pick.end() == Query.End.LAST).isPresent();
    Coverage doubtful =
        first
            ? missing.intersect(Coverage.of(0, t))
            : last ? missing.minus(Coverage.of(0, t)) : missing;
    if (!doubtful.isEmpty()) {
      throw Problems.error(
          "not-covered",
          query.location(),
          "this finds %d, but there may be another in what is not covered: %s"
              .formatted(t, doubtful),
          "say which time is meant: "
              + (last
                  ? "before " + doubtful.intervals().get(0).from()
                  : "after "
                      + (doubtful.intervals().get(doubtful.intervals().size() - 1).to() - 1)));
    }
  }

  // ---- statements ----

  @Override
  public Result visitQuery(Query statement) {
    TableResult table = queries.run(statement, row -> lastRows.add(row));
    lastRows.start(table.columns());
    return table;
  }

  @Override
  public Result visitWithOutput(Statement.WithOutput statement) {
    return execute(statement.statement());
  }

  @Override
  public Result visitLet(Statement.Let statement) {
    return naming.let(statement);
  }

  @Override
  public Result visitMark(Statement.Mark statement) {
    return naming.mark(statement);
  }

  @Override
  public Result visitMarks(Statement.Marks statement) {
    return naming.marks();
  }

  @Override
  public Result visitPrint(Statement.Print statement) {
    return printing.print(statement);
  }

  @Override
  public Result visitDiff(Statement.Diff statement) {
    return printing.diff(statement);
  }

  @Override
  public Result visitDescribe(Statement.Describe statement) {
    return descriptions.describe(statement);
  }

  @Override
  public Result visitDescribeType(Statement.DescribeType statement) {
    return descriptions.describe(statement);
  }

  @Override
  public Result visitExplain(Statement.Explain statement) {
    return statement.statement() instanceof Query query
        ? explanations.explain(query)
        : sql.explain((Statement.Sql) statement.statement());
  }

  @Override
  public Result visitSql(Statement.Sql statement) {
    return sql.run(statement);
  }

  @Override
  public Result visitExpect(Statement.Expect statement) {
    return expectations.check(statement);
  }

  @Override
  public Result visitBacktrace(Statement.Backtrace statement) {
    return instants.backtrace(statement);
  }

  @Override
  public Result visitAround(Statement.Around statement) {
    return instants.around(statement, row -> lastRows.add(row), lastRows::start);
  }

  @Override
  public Result visitWhy(Statement.Why statement) {
    return whys.why(statement);
  }

  @Override
  public Result visitInclude(Statement.Include statement) {
    throw missing(statement.location(), "only a script or the shell can include another script");
  }

  @Override
  public Result visitSymbolsAdd(Statement.SymbolsAdd statement) {
    return UserSymbols.add(trace.storeProgram(), statement);
  }

  @Override
  public Result visitLive(LiveStatement statement) {
    throw missing(statement.location(), "there is no live replay yet");
  }

  private static RuntimeException missing(Location location, String message) {
    return Problems.error("not-available", location, message);
  }
}
