package dev.rrq.planner.exec;

import dev.rrq.grammar.Formatter;
import dev.rrq.grammar.StatementParser;
import dev.rrq.grammar.ast.Expression;
import dev.rrq.grammar.ast.Place;
import dev.rrq.grammar.ast.Predicate;
import dev.rrq.grammar.ast.Query;
import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.ast.Subject;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import dev.rrq.planner.Column;
import dev.rrq.planner.GuestMemory;
import dev.rrq.planner.QueryException;
import dev.rrq.planner.Result;
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
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the language means in a machine that stands still: places and expressions evaluated in its
 * memory as it is. Used by one thread.
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
  private final Printing printing;
  private final ValueText values;
  private final GuestMemory memory;
  private final AddressSpace space;
  private final Evaluator evaluator;
  private final PlaceResolver places;
  private final Moment moment;
  private final LiveCode code;
  private final LiveIndex index;

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
    this.memory = memory;
    PresentHistory history = new PresentHistory(memory);
    this.space = trace.space(history);
    this.evaluator =
        new Evaluator(trace.types(), trace.program(), space, history, this::pageTables)
            .withoutTime();
    this.places =
        new PlaceResolver(context.analyzer(), evaluator, space, trace.types(), context.names());
    this.moment =
        new Moment(
            context,
            "now",
            NOW,
            evaluator,
            space,
            places,
            (mapping, length) -> ObjectBytes.of(read(mapping.extents())));
    this.code = new LiveCode(context, this);
    this.index = new LiveIndex(trace, queries);
  }

  /** What its code is. */
  public LiveCode code() {
    return code;
  }

  /** What the index tells of the time around. */
  public LiveIndex index() {
    return index;
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
  boolean runs(UserProgram program) {
    return program().filter(name -> name.equals(program.name())).isPresent();
  }

  /** The name of the file that the process that runs now was started from. */
  Optional<String> program() {
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
  public Result print(Expression expression) {
    return printing.print(expression, moment);
  }

  /** What it tells as an instant. */
  Moment moment() {
    return moment;
  }

  private Value value(Term term) {
    return moment.value(term);
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

  // ---- rows ----

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
    Query query = LiveIndex.changesOf(place, NOW, Optional.empty());
    QueryCompiler.Compiled compiled =
        QueryCompiler.compile(context, query, Optional.of(place.target()));
    return new LiveRows(context, place, values, compiled.output().columns());
  }
}
