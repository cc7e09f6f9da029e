package dev.rrq.planner.exec;

import dev.rrq.planner.InstructionText;
import dev.rrq.planner.QueryException;
import dev.rrq.planner.analysis.Names;
import dev.rrq.planner.analysis.PlaceResolver;
import dev.rrq.planner.analysis.TermAnalyzer;
import dev.rrq.planner.analysis.TimeResolver;
import dev.rrq.planner.trace.Trace;
import dev.rrq.planner.type.ValueText;

/** What the statements of a session work with. */
final class Context {

  private final Trace trace;
  private final Names names = new Names();
  private final TermAnalyzer analyzer;
  private final Processes processes;
  private final PlaceResolver places;
  private final TimeResolver times;
  private final AddressNames addresses;
  private final ValueText values;

  private InstructionText instructions =
      (address, code) -> {
        throw new QueryException("there is nothing to disassemble with");
      };

  Context(Trace trace, TimeResolver.Reference reference) {
    this.trace = trace;
    this.analyzer = new TermAnalyzer(trace.program(), trace.types(), names);
    this.processes = new Processes(trace, analyzer);
    trace.setUsers(processes);
    this.places =
        new PlaceResolver(analyzer, trace.evaluator(), trace.space(), trace.types(), names);
    this.times = new TimeResolver(reference, names);
    this.addresses = new AddressNames(trace.program(), trace.types());
    this.values = new ValueText(trace.types(), addresses::pointer);
  }

  /** What writes instructions; complains until there is one. */
  InstructionText instructions() {
    return instructions;
  }

  /** Disassembles with this. */
  void use(InstructionText text) {
    instructions = text;
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

  Processes processes() {
    return processes;
  }

  PlaceResolver places() {
    return places;
  }

  TimeResolver times() {
    return times;
  }

  AddressNames addresses() {
    return addresses;
  }

  ValueText values() {
    return values;
  }
}
