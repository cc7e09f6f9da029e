package dev.rrq.planner.trace;

import dev.rrq.grammar.StatementParser;
import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import dev.rrq.grammar.diagnostics.Source;
import dev.rrq.planner.QueryException;
import dev.rrq.planner.analysis.AddressSpace;
import dev.rrq.planner.analysis.Extent;
import dev.rrq.planner.analysis.History;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Mapping;
import dev.rrq.planner.analysis.Names;
import dev.rrq.planner.analysis.Program;
import dev.rrq.planner.analysis.TermAnalyzer;
import dev.rrq.planner.analysis.Value;
import dev.rrq.symbols.model.Symbol;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the kernel's variables as of then. What cannot be read is absent. */
public final class GuestReader {

  private final Trace trace;
  private final AddressSpace space;
  private final History history;

  /** Reads the memory of a trace. */
  public GuestReader(Trace trace) {
    this.trace = trace;
    this.space = trace.space();
    this.history = trace.history();
  }

  /** Where the variable of a name lies; absent unless there is exactly one. */
  Optional<Symbol> variable(String name) {
    Program program = trace.program();
    var found = program.symbols(name).stream().filter(s -> s.kind() == Symbol.Kind.OBJECT).toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /** The contents of a variable at an instant. */
  Optional<byte[]> variable(String name, long t) {
    return variable(name)
        .flatMap(s -> bytes(s.address() + trace.program().loadOffset(), (int) s.size(), t));
  }

  /** The bytes at an address at an instant. */
  public Optional<byte[]> bytes(long address, int length, long t) {
    try {
      Mapping mapping = space.physical(address, length, Interval.at(t)).first().value();
      if (!(mapping instanceof Mapping.Mapped mapped)) {
        return Optional.empty();
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(length);
      for (Extent extent : mapped.extents()) {
        bytes.writeBytes(history.bytes(extent.start(), (int) extent.length(), t));
      }
      return Optional.of(bytes.toByteArray());
    } catch (QueryException e) {
      return Optional.empty();
    }
  }

  /** The value of an expression at an instant. */
  OptionalLong value(String expression, long t) {
    try {
      Statement statement =
          new StatementParser().parse(new Source("kernel", "print " + expression));
      TermAnalyzer analyzer = new TermAnalyzer(trace.program(), trace.types(), new Names());
      Value value =
          trace
              .evaluator()
              .value(analyzer.analyze(((Statement.Print) statement).expression()), Interval.at(t))
              .first()
              .value();
      return value instanceof Value.Known known
          ? OptionalLong.of(known.bits())
          : OptionalLong.empty();
    } catch (DiagnosticException | QueryException e) {
      return OptionalLong.empty();
    }
  }

  /** The text that ends with a zero at an address; its first bytes if it is longer. */
  Optional<String> text(long address, int most, long t) {
    return bytes(address, most, t)
        .map(
            bytes -> {
              int end = 0;
              while (end < bytes.length && bytes[end] != 0) {
                end++;
              }
              return new String(bytes, 0, end, StandardCharsets.UTF_8);
            });
  }
}
