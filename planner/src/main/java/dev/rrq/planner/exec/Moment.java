package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.Place;
import dev.rrq.grammar.diagnostics.Location;
import dev.rrq.planner.analysis.AddressSpace;
import dev.rrq.planner.analysis.Evaluator;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Mapping;
import dev.rrq.planner.analysis.PlaceResolver;
import dev.rrq.planner.analysis.Target;
import dev.rrq.planner.analysis.Term;
import dev.rrq.planner.analysis.Value;
import dev.rrq.planner.trace.Trace;
import dev.rrq.symbols.types.CValueFormatter;

/** One instant: what expressions mean in its memory, and what it holds. Used by one thread. */
final class Moment {

  private final Context context;
  private final String name;
  private final Interval when;
  private final Evaluator evaluator;
  private final AddressSpace space;
  private final PlaceResolver places;
  private final Memory memory;

  /** Reads objects. */
  interface Memory {

    /** The bytes of an object where it lies, as far as they are known. */
    ObjectBytes read(Mapping.Mapped mapping, int length);
  }

  /**
   * An instant of which everything is told by these.
   *
   * @param name for messages: {@code now}, {@code at 500}
   * @param when the interval that stands for it
   */
  Moment(
      Context context,
      String name,
      Interval when,
      Evaluator evaluator,
      AddressSpace space,
      PlaceResolver places,
      Memory memory) {
    this.context = context;
    this.name = name;
    this.when = when;
    this.evaluator = evaluator;
    this.space = space;
    this.places = places;
    this.memory = memory;
  }

  /** An instant as the index tells it. */
  static Moment indexed(Context context, long t) {
    Trace trace = context.trace();
    return new Moment(
        context,
        at(t),
        Interval.at(t),
        trace.evaluator(),
        trace.space(),
        context.places(),
        (mapping, length) -> ObjectBytes.read(trace.store().memory(), mapping, length, t));
  }

  /** The same, told by a machine that stands at that instant. */
  Moment named(long t) {
    return new Moment(context, at(t), when, evaluator, space, places, memory);
  }

  private static String at(long t) {
    return "at " + t;
  }

  /** The value of an expression. */
  Value value(Term term) {
    return evaluator.value(term, when).first().value();
  }

  /** Where an object is, virtually. */
  Value address(Term.Lvalue term) {
    return evaluator.address(term, when).first().value();
  }

  /** The object that an expression denotes. */
  Target target(Term.Lvalue term, Location location) {
    return places.target(term, location, when);
  }

  /** The object that a place denotes. */
  Target target(Place place) {
    return places.resolve(place, when);
  }

  /** Where so many bytes at a virtual address are. */
  Mapping physical(long address, int length) {
    return space.physical(address, length, when).first().value();
  }

  /** The bytes of an object where it lies. */
  ObjectBytes read(Mapping.Mapped mapping, int length) {
    return memory.read(mapping, length);
  }

  /** Writes values of this instant, with the text behind pointers to characters. */
  CValueFormatter formatter(CValueFormatter.Limits limits) {
    return new CValueFormatter(
        context.trace().types().layout(), new Strings(context, this), limits);
  }

  @Override
  public String toString() {
    return name;
  }
}
