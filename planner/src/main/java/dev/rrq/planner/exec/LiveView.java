package dev.rrq.planner.exec;

import dev.rrq.grammar.Formatter;
import dev.rrq.grammar.StatementParser;
import dev.rrq.grammar.ast.Clause;
import dev.rrq.grammar.ast.Expression;
import dev.rrq.grammar.ast.FunctionName;
import dev.rrq.grammar.ast.Place;
import dev.rrq.grammar.ast.Predicate;
import dev.rrq.grammar.ast.Query;
import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.ast.Subject;
import dev.rrq.grammar.ast.Time;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import dev.rrq.grammar.diagnostics.Location;
import dev.rrq.planner.Column;
import dev.rrq.planner.GuestMemory;
import dev.rrq.planner.QueryException;
import dev.rrq.planner.Row;
import dev.rrq.planner.TableResult;
import dev.rrq.planner.analysis.AddressSpace;
import dev.rrq.planner.analysis.Evaluator;
import dev.rrq.planner.analysis.Extent;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Mapping;
import dev.rrq.planner.analysis.PlaceResolver;
import dev.rrq.planner.analysis.PresentHistory;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.analysis.Target;
import dev.rrq.planner.analysis.Term;
import dev.rrq.planner.analysis.Timeline;
import dev.rrq.planner.analysis.UserProgram;
import dev.rrq.planner.analysis.Value;
import dev.rrq.planner.trace.Trace;
import dev.rrq.planner.type.ValueText;
import dev.rrq.store.SymbolRow;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.Symbol;
import dev.rrq.symbols.types.CValueFormatter;
import dev.rrq.symbols.types.KnownBytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the language means in a machine that stands still: places and expressions evaluated in its
 * memory as it is, and what the index tells about the instant before. Used by one thread.
 */
public final class LiveView {

  /** The time of whatever is evaluated; memory as it is now answers for all times. */
  private static final Interval NOW = Interval.at(0);

  /** What more is watched would slow every access to thousands of pages. */
  private static final long LARGEST = 16 << 20;

  private static final int PAGE = 4096;
  private static final String ANYTHING = "writes to phys 0..+8";

  /** {@code NAME_MAX}, with the closing zero. */
  private static final int LONGEST_NAME = 256;

  private final Context context;
  private final Trace trace;
  private final QueryRunner queries;
  private final Printing printing;
  private final ValueText values;
  private final GuestMemory memory;
  private final AddressSpace space;
  private final Evaluator evaluator;
  private final PlaceResolver places;
  private final LiveStacks stacks;

  /** Who runs. */
  public record Running(Optional<String> task, OptionalLong pid) {}

  LiveView(
      Context context,
      QueryRunner queries,
      Printing printing,
      ValueText values,
      GuestMemory memory) {
    this.printing = printing;
    this.values = values;
    this.context = context;
    this.trace = context.trace();
    this.queries = queries;
    this.memory = memory;
    PresentHistory history = new PresentHistory(memory);
    this.space = trace.space(history);
    this.evaluator =
        new Evaluator(trace.types(), trace.program(), space, history, this::pageTables);
    this.places =
        new PlaceResolver(context.analyzer(), evaluator, space, trace.types(), context.names());
    this.stacks = new LiveStacks(trace, this);
  }

  // ---- places and values ----

  /**
   * Finds a place, to be watched where it is.
   *
   * @throws DiagnosticException if it has no meaning, or is nowhere now
   */
  public LivePlace place(Place place, Optional<Predicate> condition) {
    Target now = places.resolve(place, NOW);
    Mapping mapping = now.where().first().value();
    if (mapping instanceof Mapping.Unmapped unmapped) {
      throw Problems.error(
          "nowhere", place.location(), "the place is nowhere now: " + unmapped.reason());
    }
    if (now.length() > LARGEST) {
      throw Problems.error(
          "too-large",
          place.location(),
          "this place has %d bytes; at most %d can be watched".formatted(now.length(), LARGEST),
          "watch a member or an element of it");
    }
    return new LivePlace(Formatter.format(place), place, condition, forEver(now, mapping));
  }

  private static Target forEver(Target now, Mapping mapping) {
    return new Target(
        now.type(),
        now.length(),
        now.bitShift(),
        now.bitSize(),
        Timeline.constant(Interval.ALWAYS, mapping));
  }

  /** The variable of a user program that a place names; empty if it names none. */
  public Optional<UserPlace> userPlace(Place place, Optional<Predicate> condition) {
    if (!(place instanceof Place.Lvalue written)) {
      return Optional.empty();
    }
    Term.Lvalue term = context.analyzer().analyzeLvalue(written.expression());
    Optional<UserProgram> program = Term.programOf(term);
    if (program.isEmpty()) {
      return Optional.empty();
    }
    Value address = evaluator.address(term, NOW).first().value();
    long length = trace.types().sizeOf(term.type());
    if (!(address instanceof Value.Known known) || length == 0) {
      throw Problems.error(
          "nowhere",
          place.location(),
          address instanceof Value.Unknown unknown
              ? "the place is nowhere now: " + unknown.reason()
              : "the size of this place is not known");
    }
    return Optional.of(
        new UserPlace(
            Formatter.format(place),
            place,
            condition,
            program.get(),
            known.bits(),
            Math.toIntExact(Math.min(length, LARGEST))));
  }

  /** Where a user program's variable is in the process that runs now; empty if another runs. */
  public Optional<LivePlace> here(UserPlace place) {
    if (!runs(place.program())) {
      return Optional.empty();
    }
    Target now = places.resolve(place.place(), NOW);
    return now.where().first().value() instanceof Mapping.Mapped mapped
        ? Optional.of(
            new LivePlace(place.text(), place.place(), place.condition(), forEver(now, mapped)))
        : Optional.empty();
  }

  /** Whether the process that runs now was started from the program's file. */
  private boolean runs(UserProgram program) {
    return program().filter(name -> name.equals(program.name())).isPresent();
  }

  /** The name of the file that the process that runs now was started from. */
  private Optional<String> program() {
    for (String current : List.of("current_task@cpu0", "pcpu_hot@cpu0.current_task")) {
      Term name = term(current + "->mm->exe_file->f_path.dentry->d_name.name");
      if (name != null && value(name) instanceof Value.Known known) {
        return Optional.of(name(known.bits()));
      }
    }
    return Optional.empty();
  }

  /** The text at an address of the kernel. */
  private String name(long address) {
    try {
      long rest = PAGE - (address & (PAGE - 1));
      return text(kernelBytes(address, Math.min(rest, LONGEST_NAME)));
    } catch (QueryException e) {
      return "";
    }
  }

  private Timeline<Value> pageTables(UserProgram program, Interval when) {
    return Timeline.constant(
        when,
        runs(program)
            ? new Value.Known(memory.pageTables())
            : new Value.Unknown(
                program.name()
                    + " does not run now, but "
                    + running().task().orElse("something else")));
  }

  /** What a place holds now. */
  public byte[] bytes(LivePlace place) {
    return read(place.extents());
  }

  private byte[] read(List<Extent> extents) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Extent extent : extents) {
      bytes.writeBytes(memory.physical(extent.start(), (int) extent.length()));
    }
    return bytes.toByteArray();
  }

  /** Where the kernel sees a piece of physical memory besides: its map of all memory. */
  public OptionalLong directMap(long physical) {
    Term base = term("page_offset_base");
    return base != null && value(base) instanceof Value.Known known
        ? OptionalLong.of(known.bits() + physical)
        : OptionalLong.empty();
  }

  /** The value of an expression now, as C has it. */
  public String print(Expression expression) {
    Term term = context.analyzer().analyze(expression);
    boolean object =
        term instanceof Term.Lvalue
            && !(term instanceof Term.Field field && field.bitSize() > 0)
            && !(trace.types().resolve(term.type()) instanceof CType.Prototype);
    if (object) {
      Target target = places.target((Term.Lvalue) term, expression.location(), NOW);
      Mapping mapping = target.where().first().value();
      if (mapping instanceof Mapping.Unmapped unmapped) {
        return "? (" + unmapped.reason() + ")";
      }
      return values
          .formatter()
          .with(CValueFormatter.Limits.OBJECT)
          .format(term.type(), KnownBytes.of(read(((Mapping.Mapped) mapping).extents())));
    }
    Value value = value(term);
    return value instanceof Value.Known known
        ? printing.scalar(term, known.bits())
        : "? (" + ((Value.Unknown) value).reason() + ")";
  }

  private Value value(Term term) {
    return evaluator.value(term, NOW).first().value();
  }

  /** The meaning of an expression that the kernel may not have; null then. */
  @org.jspecify.annotations.Nullable
  Term term(String expression) {
    try {
      Statement.Print print = (Statement.Print) new StatementParser().parse("print " + expression);
      return context.analyzer().analyze(print.expression());
    } catch (DiagnosticException e) {
      return null;
    }
  }

  /** Who runs now; unknown before the kernel knows it. */
  public Running running() {
    for (String current : List.of("current_task@cpu0", "pcpu_hot@cpu0.current_task")) {
      Term pid = term(current + "->pid");
      Term name = term(current + "->comm");
      if (pid != null && name instanceof Term.Lvalue lvalue) {
        Value number = value(pid);
        Optional<String> task = text(lvalue);
        return number instanceof Value.Known known && task.isPresent()
            ? new Running(task, OptionalLong.of(known.bits()))
            : new Running(Optional.empty(), OptionalLong.empty());
      }
    }
    return new Running(Optional.empty(), OptionalLong.empty());
  }

  /** Bytes up to the first zero. */
  private Optional<String> text(Term.Lvalue lvalue) {
    Mapping mapping =
        evaluator.mapping(lvalue, trace.types().sizeOf(lvalue.type()), NOW).first().value();
    if (!(mapping instanceof Mapping.Mapped mapped)) {
      return Optional.empty();
    }
    try {
      return Optional.of(text(read(mapped.extents())));
    } catch (QueryException e) {
      return Optional.empty();
    }
  }

  private static String text(byte[] bytes) {
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, java.nio.charset.StandardCharsets.UTF_8);
  }

  // ---- code ----

  /** Where the functions of a name begin, in the running kernel. */
  public List<Long> entries(FunctionName name) {
    return new CodeSites(trace).functions(name).stream().map(Interval::from).distinct().toList();
  }

  /**
   * The function of a user program; empty if the name is not that of one.
   *
   * @throws DiagnosticException if the program has no such function
   */
  public Optional<UserCode> userCode(FunctionName name) {
    Optional<UserProgram> program = name.scope().flatMap(trace.program()::user);
    if (program.isEmpty()) {
      return Optional.empty();
    }
    List<Long> entries =
        program.get().functions(name.name()).stream()
            .map(symbol -> symbol.address() + program.get().base())
            .distinct()
            .toList();
    if (entries.isEmpty()) {
      throw Problems.unknown(
          "unknown-function",
          name.location(),
          "no function '" + name.name() + "' in " + program.get().name(),
          name.name(),
          program.get().functions());
    }
    return Optional.of(new UserCode(program.get(), entries));
  }

  /** Whether a process of the program runs now. */
  public boolean runs(UserCode code) {
    return runs(code.program());
  }

  /** The program that runs now, if its symbols were added. */
  private Optional<UserProgram> added() {
    return program().flatMap(trace.program()::user);
  }

  /** The function and source line of an instruction, as in {@code schedule+0x12 (file:line)}. */
  public String code(long pc) {
    return stacks.texts(pc, List.of()).get(0);
  }

  /** The same of a user program's; empty if its symbols were not added. */
  Optional<String> userText(long pc) {
    Optional<UserProgram> program = added();
    return program
        .flatMap(added -> added.functionAt(pc))
        .map(
            function ->
                "%s:%s+0x%x%s"
                    .formatted(
                        program.get().name(),
                        function.name(),
                        pc - program.get().base() - function.address(),
                        line(pc).map(line -> " (" + line + ")").orElse("")));
  }

  /** The function that holds an instruction. */
  public Optional<String> function(long pc) {
    return pc >= 0
        ? added().flatMap(program -> program.functionAt(pc)).map(Symbol::name)
        : trace
            .store()
            .symbols()
            .functionAt(pc - trace.program().loadOffset())
            .map(SymbolRow::name);
  }

  /** The source line of an instruction. */
  public Optional<String> line(long pc) {
    return pc >= 0
        ? added().flatMap(program -> program.lineAt(pc))
        : trace
            .store()
            .symbols()
            .lineAt(pc - trace.program().loadOffset())
            .map(line -> line.file() + ":" + line.line());
  }

  /**
   * The call stack, found in memory as it is.
   *
   * @param registers of the instruction that runs next
   */
  public List<String> backtrace(dev.rrq.symbols.orc.OrcUnwinder.Registers registers) {
    return stacks.backtrace(registers);
  }

  GuestMemory memory() {
    return memory;
  }

  /** The virtual bytes of a kernel object, through the kernel's own map. */
  byte[] kernelBytes(long virtual, long length) {
    Mapping mapping = space.physical(virtual, length, NOW).first().value();
    if (mapping instanceof Mapping.Mapped mapped) {
      return read(mapped.extents());
    }
    throw new QueryException(((Mapping.Unmapped) mapping).reason());
  }

  // ---- the index ----

  /** The length of the recording. */
  public long end() {
    return trace.end();
  }

  /** Whether the index covers an instant. */
  public boolean covers(long t) {
    return trace.coverage().contains(t);
  }

  /** Whether the index covers all of a time. */
  public boolean covers(long from, long to) {
    return from >= to || trace.coverage().containsAll(dev.rrq.store.Coverage.of(from, to));
  }

  /** The time around an instant that the index covers without a gap; empty if not even that. */
  public Interval coveredAround(long t) {
    return trace.coverage().intervals().stream()
        .map(covered -> new Interval(covered.from(), covered.to()))
        .filter(covered -> covered.contains(t))
        .findFirst()
        .orElse(new Interval(t, t));
  }

  /**
   * The rows of all changes of a place that fulfil its condition, with their call stacks.
   *
   * @param when a time that the index covers
   */
  public TableResult changes(LivePlace place, Interval when) {
    return queries.run(changesOf(place, when, Optional.empty()), place.target());
  }

  /** The first of them. */
  public TableResult firstChanges(LivePlace place, Interval when, long count) {
    return picked(place, when, Query.End.FIRST, count);
  }

  /** The last of them, the latest first. */
  public TableResult lastChanges(LivePlace place, Interval when, long count) {
    return picked(place, when, Query.End.LAST, count);
  }

  private TableResult picked(LivePlace place, Interval when, Query.End end, long count) {
    Query.Pick pick = new Query.Pick(place.place().location(), end, count);
    return queries.run(changesOf(place, when, Optional.of(pick)), place.target());
  }

  private static Query changesOf(LivePlace place, Interval when, Optional<Query.Pick> pick) {
    Location at = place.place().location();
    List<Clause> clauses = new ArrayList<>();
    clauses.add(
        new Clause.Between(
            at,
            new Time.Icount(at, when.from()),
            new Time.Icount(at, Math.max(when.from(), when.last()))));
    place.condition().ifPresent(condition -> clauses.add(new Clause.Where(at, condition)));
    clauses.add(new Clause.With(at, List.of(Clause.With.Detail.BACKTRACE)));
    return new Query(at, pick, new Subject.Writes(at, place.place()), clauses);
  }

  /**
   * The time of the last call of a function, as the index has it.
   *
   * @param when a time that the index covers
   */
  public OptionalLong lastCall(FunctionName function, Interval when) {
    if (when.isEmpty()) {
      return OptionalLong.empty();
    }
    Location at = function.location();
    Clause.Between times =
        new Clause.Between(at, new Time.Icount(at, when.from()), new Time.Icount(at, when.last()));
    Query query =
        new Query(
            at,
            Optional.of(new Query.Pick(at, Query.End.LAST, 1)),
            new Subject.CallsTo(at, function),
            List.of(times));
    try (TableResult table = queries.run(query, row -> {})) {
      int t = names(table).indexOf("t");
      Row row = table.next();
      return row != null && row.value(t) instanceof Long time
          ? OptionalLong.of(time)
          : OptionalLong.empty();
    }
  }

  private static List<String> names(TableResult table) {
    return table.columns().stream().map(dev.rrq.planner.Column::name).toList();
  }

  /** The columns of changes and of other accesses, whatever the place. */
  public List<Column> changeColumns() {
    Place anything =
        new StatementParser().parse(ANYTHING) instanceof Query query
                && query.subject() instanceof Subject.Writes writes
            ? writes.place()
            : null;
    return rows(place(java.util.Objects.requireNonNull(anything), Optional.empty())).columns();
  }

  /** Rows of hits that the index does not tell. */
  public LiveRows rows(LivePlace place) {
    Query query = changesOf(place, NOW, Optional.empty());
    QueryCompiler.Compiled compiled =
        QueryCompiler.compile(context, query, Optional.of(place.target()));
    return new LiveRows(context, place, values, compiled.output().columns());
  }
}
