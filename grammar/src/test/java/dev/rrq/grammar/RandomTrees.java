package dev.rrq.grammar;

import dev.rrq.grammar.ast.Clause;
import dev.rrq.grammar.ast.CodePlace;
import dev.rrq.grammar.ast.Column;
import dev.rrq.grammar.ast.ComparisonOperator;
import dev.rrq.grammar.ast.Expectation;
import dev.rrq.grammar.ast.Expression;
import dev.rrq.grammar.ast.FunctionName;
import dev.rrq.grammar.ast.LetValue;
import dev.rrq.grammar.ast.LiveStatement;
import dev.rrq.grammar.ast.Output;
import dev.rrq.grammar.ast.Place;
import dev.rrq.grammar.ast.Predicate;
import dev.rrq.grammar.ast.Query;
import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.ast.Subject;
import dev.rrq.grammar.ast.TaskName;
import dev.rrq.grammar.ast.Time;
import dev.rrq.grammar.ast.TypeName;
import dev.rrq.grammar.diagnostics.Location;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;

/** Makes syntax trees of every kind, with names that are hard to tell from keywords. */
final class RandomTrees {
  private static final Location HERE = Location.START;
  private static final List<String> NAMES =
      List.of(
          "jiffies",
          "x",
          "_y2",
          "first",
          "in",
          "at",
          "count",
          "tasks",
          "limit",
          "where",
          "and",
          "not",
          "start",
          "end",
          "u8",
          "read",
          "phys",
          "odd name",
          "$1",
          "task",
          "per_cpu",
          "like",
          "null",
          "Between",
          "OF",
          "user",
          "s",
          "boot",
          "print",
          "desc",
          "by",
          "is");
  private static final List<String> TEXTS =
      List.of("", "s", "sh", "it's", "a\"b", "50\\%", "tab\t", "\u0001", "a\\b", "ü€", "x > y.csv");

  private final Random random;

  RandomTrees(long seed) {
    this.random = new Random(seed);
  }

  Statement statement() {
    return random.nextInt(4) == 0 ? withOutput() : plain();
  }

  private Statement withOutput() {
    Statement statement =
        pick(this::query, this::print, () -> new Statement.Marks(HERE), this::why);
    List<String> files = List.of("out.csv", "my out.csv", "5", "/tmp/x;y", "(x", "'q'", "~/a#b");
    Output output =
        pick(
            () -> new Output(HERE, Output.Mode.CREATE, any(files)),
            () -> new Output(HERE, Output.Mode.APPEND, any(files)),
            () -> new Output(HERE, Output.Mode.REPLACE, any(files)),
            () -> new Output(HERE, Output.Mode.PIPE, any(List.of("sort -u", "a > b; c | d 'x"))));
    return new Statement.WithOutput(HERE, statement, output);
  }

  private Statement plain() {
    return pick(
        this::query,
        this::query,
        this::let,
        () -> new Statement.Mark(HERE, name(), maybe(() -> time(2))),
        this::print,
        () -> new Statement.Diff(HERE, place(), time(2), time(2)),
        () -> new Statement.Backtrace(HERE, maybe(() -> time(2))),
        () -> new Statement.Around(HERE, time(2), maybeCount()),
        this::why,
        () -> new Statement.Describe(HERE, expression(3)),
        () -> new Statement.DescribeType(HERE, type()),
        () -> new Statement.Explain(HERE, query()),
        () -> new Statement.Sql(HERE, "SELECT a || 'x;y' FROM t"),
        this::expect,
        () -> new Statement.Include(HERE, any(List.of("a.rrq", "a b.rrq"))),
        () -> new Statement.SymbolsAdd(HERE, "./a.out", maybeCount()),
        this::live);
  }

  private Statement print() {
    return new Statement.Print(HERE, expression(4), maybe(() -> time(2)));
  }

  private Statement why() {
    return new Statement.Why(HERE, place(), maybe(() -> time(2)), maybeCount());
  }

  private Statement let() {
    LetValue value =
        pick(
            () -> new LetValue.OfQuery(HERE, query()),
            () -> new LetValue.OfTime(HERE, new Time.Percent(HERE, new BigDecimal("12.5"))),
            () -> new LetValue.OfTime(HERE, new Time.Event(HERE, query())),
            () -> new LetValue.OfRange(HERE, range()),
            () -> {
              Expression expression = expression(3);
              return new LetValue.OfExpression(HERE, expression, TimeBuilder.of(expression));
            });
    return new Statement.Let(HERE, name(), value);
  }

  private Statement expect() {
    return new Statement.Expect(
        HERE,
        pick(
            () -> new Expectation.Empty(HERE, query(), random.nextBoolean()),
            () -> new Expectation.Count(HERE, query(), comparator(), count()),
            () ->
                new Expectation.Value(
                    HERE, (Statement.Print) print(), comparator(), expression(2))));
  }

  private Statement live() {
    return pick(
        () -> new LiveStatement.Start(HERE, maybe(() -> time(2))),
        () -> new LiveStatement.Attach(HERE, "localhost:1234"),
        () ->
            new LiveStatement.Watch(
                HERE,
                any(List.of(LiveStatement.Access.values())),
                place(),
                maybe(() -> predicate(2)),
                maybeCount(),
                maybe(() -> time(2))),
        () -> new LiveStatement.Break(HERE, function()),
        () -> new LiveStatement.Step(HERE, count()),
        () -> new LiveStatement.Goto(HERE, time(2)),
        () -> new LiveStatement.PrintNow(HERE, expression(3)));
  }

  Query query() {
    Optional<Query.Pick> pick =
        maybe(() -> new Query.Pick(HERE, any(List.of(Query.End.values())), count()));
    Map<Class<?>, Clause> clauses = new LinkedHashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      Clause clause = clause();
      clauses.put(clause.getClass(), clause);
    }
    return new Query(HERE, pick, subject(), new ArrayList<>(clauses.values()));
  }

  private Subject subject() {
    return pick(
        () -> new Subject.Writes(HERE, place()),
        () -> new Subject.Stores(HERE, place()),
        () -> new Subject.Reads(HERE, place()),
        () -> new Subject.Accesses(HERE, place()),
        () -> new Subject.Writers(HERE, place()),
        () -> new Subject.Values(HERE, place()),
        () -> new Subject.CallsTo(HERE, function()),
        () -> new Subject.CallsFrom(HERE, function()),
        () -> new Subject.ReturnsFrom(HERE, function()),
        () -> new Subject.Callers(HERE, function()),
        () -> new Subject.Callees(HERE, function()),
        () -> new Subject.Executions(HERE, new CodePlace.Function(HERE, function())),
        () -> new Subject.Executions(HERE, new CodePlace.SourceLine(HERE, "init/main.c", 7)),
        () -> new Subject.Executions(HERE, new CodePlace.Address(HERE, random.nextLong())),
        () -> new Subject.Switches(HERE, Optional.empty(), Optional.empty()),
        () ->
            new Subject.Switches(
                HERE,
                Optional.of(any(List.of(Subject.Switches.Direction.values()))),
                Optional.of(task())),
        () -> new Subject.Tasks(HERE),
        () -> new Subject.Interrupts(HERE, OptionalLong.empty(), Optional.empty()),
        () -> new Subject.Interrupts(HERE, OptionalLong.empty(), Optional.of(any(TEXTS))),
        () -> new Subject.Interrupts(HERE, OptionalLong.of(236), Optional.empty()),
        () -> new Subject.Messages(HERE, maybe(() -> any(TEXTS))));
  }

  private Clause clause() {
    return pick(
        () -> new Clause.Between(HERE, time(2), time(2)),
        () -> new Clause.Before(HERE, time(2)),
        () -> new Clause.After(HERE, time(2)),
        () -> new Clause.Until(HERE, time(2)),
        () -> new Clause.Since(HERE, time(2)),
        () -> new Clause.InFunction(HERE, function()),
        () -> new Clause.UnderFunction(HERE, function()),
        () -> new Clause.ByTask(HERE, task()),
        () -> new Clause.ByPid(HERE, count()),
        () -> new Clause.ByIrq(HERE),
        () -> new Clause.ByDevice(HERE),
        () -> new Clause.InUser(HERE),
        () -> new Clause.InKernel(HERE),
        () -> new Clause.Where(HERE, predicate(3)),
        () -> new Clause.Where(HERE, predicate(3)),
        () -> new Clause.GroupBy(HERE, List.of(column(), column())),
        () -> new Clause.Count(HERE),
        () -> new Clause.Histogram(HERE, column()),
        () -> new Clause.With(HERE, List.of(any(List.of(Clause.With.Detail.values())))),
        () -> new Clause.Show(HERE, List.of(column(), column())),
        () ->
            new Clause.OrderBy(
                HERE, List.of(new Clause.OrderBy.Key(HERE, column(), random.nextBoolean()))),
        () -> new Clause.Reverse(HERE),
        () -> new Clause.Limit(HERE, count()),
        () -> new Clause.Offset(HERE, count()));
  }

  Time time(int depth) {
    if (depth > 0 && random.nextInt(3) == 0) {
      return pick(
          () -> new Time.PlusInstructions(HERE, time(depth - 1), random.nextInt()),
          () -> new Time.PlusSeconds(HERE, time(depth - 1), new BigDecimal("-1.5")),
          () -> new Time.Event(HERE, query()));
    }
    return pick(
        () -> new Time.Icount(HERE, count()),
        () -> new Time.Start(HERE),
        () -> new Time.End(HERE),
        () -> new Time.Boot(HERE),
        () -> new Time.Percent(HERE, new BigDecimal("5")),
        () -> new Time.Named(HERE, name()),
        () -> new Time.Uptime(HERE, new BigDecimal("2.668")),
        () -> new Time.Row(HERE, 3));
  }

  private Place place() {
    return random.nextInt(4) == 0 ? range() : new Place.Lvalue(HERE, expression(4));
  }

  private Place.Range range() {
    return new Place.Range(HERE, random.nextBoolean(), expression(2), expression(1));
  }

  Expression expression(int depth) {
    if (depth <= 0 || random.nextInt(4) == 0) {
      return leaf();
    }
    return pick(
        () -> new Expression.Member(HERE, expression(depth - 1), name()),
        () -> new Expression.Arrow(HERE, expression(depth - 1), name()),
        () -> new Expression.Index(HERE, expression(depth - 1), expression(depth - 1)),
        () -> new Expression.PerCpu(HERE, variable(), 3),
        () -> new Expression.TaskOf(HERE, expression(depth - 1)),
        () -> new Expression.ListOf(HERE, expression(depth - 1), type(), List.of(name(), name())),
        () -> new Expression.Cast(HERE, type(), expression(depth - 1)),
        () -> new Expression.SizeOfType(HERE, type()),
        () -> new Expression.SizeOf(HERE, expression(depth - 1)),
        () ->
            new Expression.Unary(
                HERE, any(List.of(Expression.UnaryOperator.values())), expression(depth - 1)),
        () -> binary(depth),
        () -> binary(depth));
  }

  private Expression binary(int depth) {
    return new Expression.Binary(
        HERE,
        any(List.of(Expression.BinaryOperator.values())),
        expression(depth - 1),
        expression(depth - 1));
  }

  private Expression leaf() {
    return pick(
        this::variable,
        () -> new Expression.NumberLiteral(HERE, random.nextLong(), random.nextBoolean()),
        () -> new Expression.NumberLiteral(HERE, random.nextInt(10), false),
        () -> new Expression.DecimalLiteral(HERE, new BigDecimal("1.5")),
        () -> new Expression.CharacterLiteral(HERE, any(List.of(0, 10, 39, 92, 115, 0x20ac))),
        () -> new Expression.TextLiteral(HERE, any(TEXTS)),
        () -> new Expression.Instant(HERE, new Time.Row(HERE, 3)));
  }

  private Expression variable() {
    return new Expression.Name(HERE, scope(), name());
  }

  private Optional<String> scope() {
    return random.nextInt(5) == 0
        ? Optional.of(any(List.of("init/main.c", "ext4", "./a.out", "3c59x.c", "a-b/x.c")))
        : Optional.empty();
  }

  private TypeName type() {
    return pick(
        () -> new TypeName(HERE, TypeName.Kind.STRUCT, "task_struct", random.nextInt(3)),
        () -> new TypeName(HERE, TypeName.Kind.UNION, "u", random.nextInt(2)),
        () -> new TypeName(HERE, TypeName.Kind.ENUM, "pid_type", 0),
        () -> new TypeName(HERE, TypeName.Kind.PLAIN, "unsigned long", random.nextInt(2)));
  }

  Predicate predicate(int depth) {
    if (depth > 0 && random.nextInt(2) == 0) {
      return pick(
          () -> new Predicate.Not(HERE, predicate(depth - 1)),
          () -> new Predicate.And(HERE, operands(Predicate.And.class, depth)),
          () -> new Predicate.Or(HERE, operands(Predicate.Or.class, depth)));
    }
    return pick(
        () -> new Predicate.Comparison(HERE, comparator(), expression(2), expression(2)),
        () -> new Predicate.Like(HERE, expression(1), random.nextBoolean(), any(TEXTS)),
        () ->
            new Predicate.In(
                HERE, expression(1), random.nextBoolean(), List.of(expression(1), leaf())),
        () ->
            new Predicate.Between(
                HERE, expression(1), random.nextBoolean(), expression(1), expression(1)),
        () -> new Predicate.IsUnknown(HERE, expression(1), random.nextBoolean()));
  }

  private List<Predicate> operands(Class<? extends Predicate> not, int depth) {
    List<Predicate> operands = new ArrayList<>();
    while (operands.size() < 2) {
      Predicate operand = predicate(depth - 1);
      if (!not.isInstance(operand)) {
        operands.add(operand);
      }
    }
    return operands;
  }

  private FunctionName function() {
    String name = random.nextInt(4) == 0 ? "foo.isra.0" : name();
    return new FunctionName(HERE, scope(), name);
  }

  private TaskName task() {
    return pick(() -> new TaskName.Comm(HERE, any(TEXTS)), () -> new TaskName.Pid(HERE, count()));
  }

  private Column column() {
    return new Column(HERE, name());
  }

  private ComparisonOperator comparator() {
    return any(List.of(ComparisonOperator.values()));
  }

  private String name() {
    return any(NAMES);
  }

  private long count() {
    return 1L + random.nextInt(3);
  }

  private OptionalLong maybeCount() {
    return random.nextBoolean() ? OptionalLong.of(count()) : OptionalLong.empty();
  }

  private <T> Optional<T> maybe(Supplier<? extends T> some) {
    return random.nextBoolean() ? Optional.of(some.get()) : Optional.empty();
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  @SafeVarargs
  private <T> T pick(Supplier<? extends T>... all) {
    return all[random.nextInt(all.length)].get();
  }
}
