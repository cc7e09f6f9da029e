package dev.rrq.planner.exec;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.trace.Trace;
import dev.rrq.symbols.model.Symbol;
import java.util.List;
import java.util.Optional;

/** Says when what a kernel module has was there. */
final class ModuleTimes {

  private final Trace trace;

  ModuleTimes(Trace trace) {
    this.trace = trace;
  }

  /** Which module a symbol is of, and when it was there; empty for the kernel's own. */
  Optional<String> text(Symbol symbol) {
    return symbol.module().map(module -> text(module, trace.program().presence(symbol)));
  }

  private static String text(String module, List<Interval> times) {
    StringBuilder text = new StringBuilder("module ").append(module);
    for (Interval present : times) {
      text.append(", there from ").append(present.from());
      if (present.to() != Long.MAX_VALUE) {
        text.append(" to ").append(present.to());
      }
    }
    return text.toString();
  }
}
