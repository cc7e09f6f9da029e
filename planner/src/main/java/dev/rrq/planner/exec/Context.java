package dev.rrq.planner.exec;

import dev.rrq.planner.analysis.Names;
import dev.rrq.planner.analysis.PlaceResolver;
import dev.rrq.planner.analysis.TermAnalyzer;
import dev.rrq.planner.analysis.TimeResolver;
import dev.rrq.planner.trace.Trace;

/** What the statements of a session work with. */
final class Context {

  private final Trace trace;
  private final Names names = new Names();
  private final TermAnalyzer analyzer;
  private final PlaceResolver places;
  private final TimeResolver times;

  Context(Trace trace, TimeResolver.Reference reference) {
    this.trace = trace;
    this.analyzer = new TermAnalyzer(trace.program(), trace.types(), names);
    this.places =
        new PlaceResolver(analyzer, trace.evaluator(), trace.space(), trace.types(), names);
    this.times = new TimeResolver(reference, names);
  }

  Trace trace() {
    return trace;
  }

  Names names() {
    return names;
  }

  TermAnalyzer analyzer() {
    return analyzer;
  }

  PlaceResolver places() {
    return places;
  }

  TimeResolver times() {
    return times;
  }
}
