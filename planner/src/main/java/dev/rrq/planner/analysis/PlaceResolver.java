package dev.rrq.planner.analysis;

import dev.rrq.grammar.ast.Expression;
import dev.rrq.grammar.ast.Place;
import dev.rrq.grammar.diagnostics.Location;
import dev.rrq.planner.analysis.Term.Lvalue;
import dev.rrq.planner.type.CTypes;
import dev.rrq.symbols.model.CType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds the memory that a place means. */
public final class PlaceResolver {

  private final TermAnalyzer analyzer;
  private final Evaluator evaluator;
  private final AddressSpace space;
  private final CTypes types;
  private final Names names;

  /** Resolves with the parts of a session. */
  public PlaceResolver(
      TermAnalyzer analyzer, Evaluator evaluator, AddressSpace space, CTypes types, Names names) {
    this.analyzer = analyzer;
    this.evaluator = evaluator;
    this.space = space;
    this.types = types;
    this.names = names;
  }

  /**
   * The memory of a place, throughout a time.
   *
   * @throws dev.rrq.grammar.diagnostics.DiagnosticException if the place has no meaning
   */
  public Target resolve(Place place, Interval when) {
    Optional<Place.Range> named = namedRange(place);
    if (named.isPresent()) {
      return range(named.get(), when);
    }
    if (place instanceof Place.Range range) {
      return range(range, when);
    }
    Expression expression = ((Place.Lvalue) place).expression();
    return target(analyzer.analyzeLvalue(expression), expression.location(), when);
  }

  private Optional<Place.Range> namedRange(Place place) {
    return place instanceof Place.Lvalue lvalue
            && lvalue.expression() instanceof Expression.Name name
            && name.scope().isEmpty()
        ? names.range(name.name())
        : Optional.empty();
  }

  /** The memory of an object. */
  public Target target(Lvalue term, Location location, Interval when) {
    if (types.resolve(term.type()) instanceof CType.Prototype) {
      throw Problems.error(
          "function-as-place",
          location,
          "this is a function, not a variable",
          "'calls to' asks who called it");
    }
    if (term instanceof Term.Field field && field.bitSize() > 0) {
      int shift = (int) (field.bitOffset() % Byte.SIZE);
      int length = (shift + field.bitSize() + Byte.SIZE - 1) / Byte.SIZE;
      return new Target(
          field.type(), length, shift, field.bitSize(), evaluator.mapping(term, length, when));
    }
    long length = length(term, location);
    return new Target(term.type(), length, 0, 0, evaluator.mapping(term, length, when));
  }

  private long length(Lvalue term, Location location) {
    long length = types.sizeOf(term.type());
    if (length == 0 && symbol(term).isPresent()) {
      length = symbol(term).getAsLong();
    }
    if (length == 0) {
      throw Problems.error(
          "no-size",
          location,
          "the size of this " + types.name(term.type()) + " is not known",
          "give a range of addresses, such as 0xffffffff82a1b5e0..+16, or an element: [0]");
    }
    return length;
  }

  private static OptionalLong symbol(Lvalue term) {
    return term instanceof Term.Variable variable && variable.symbol().size() > 0
        ? OptionalLong.of(variable.symbol().size())
        : OptionalLong.empty();
  }

  private Target range(Place.Range range, Interval when) {
    long length = constant(range.length(), when);
    if (length <= 0) {
      throw Problems.error(
          "empty-range", range.length().location(), "a range has at least one byte");
    }
    Term start = analyzer.analyze(range.start());
    Timeline<Value> address = evaluator.value(start, when);
    return new Target(
        CType.VOID_ID,
        length,
        0,
        0,
        range.physical()
            ? address.map(value -> physical(value, length))
            : address.flatMap((value, piece) -> virtual(value, length, piece)));
  }

  private long constant(Expression expression, Interval when) {
    Timeline<Value> value = evaluator.value(analyzer.analyze(expression), Interval.at(when.from()));
    if (value.first().value() instanceof Value.Known known) {
      return known.bits();
    }
    throw Problems.error(
        "unknown-length", expression.location(), "the length of the range is not known");
  }

  private static Mapping physical(Value start, long length) {
    return start instanceof Value.Known known
        ? new Mapping.Mapped(OptionalLong.empty(), List.of(new Extent(known.bits(), length)))
        : new Mapping.Unmapped(((Value.Unknown) start).reason());
  }

  private Timeline<Mapping> virtual(Value start, long length, Interval when) {
    return start instanceof Value.Known known
        ? space.physical(known.bits(), length, when)
        : Timeline.constant(when, new Mapping.Unmapped(((Value.Unknown) start).reason()));
  }
}
