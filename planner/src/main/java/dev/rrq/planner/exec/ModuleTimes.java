package dev.rrq.planner.exec;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.trace.Trace;
import dev.rrq.symbols.model.Symbol;
import java.util.ArrayList;
import java.util.List;

/** Says when what a kernel module has was there. */
final class ModuleTimes {

  private final Trace trace;

  ModuleTimes(Trace trace) {
    this.trace = trace;
  }

  /** The end of a sentence that begins with the module's name. */
  String text(Symbol symbol) {
    List<String> times = new ArrayList<>();
    for (Interval present : trace.program().presence(symbol)) {
      times.add(
          ", there from "
              + present.from()
              + (present.to() == Long.MAX_VALUE ? "" : " to " + present.to()));
    }
    return String.join("", times);
  }
}
