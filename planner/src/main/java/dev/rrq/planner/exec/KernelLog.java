package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.Subject;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.analysis.Program;
import dev.rrq.planner.rel.EventRelation;
import dev.rrq.planner.rel.MessagesRelation;
import dev.rrq.planner.rel.Planning;

/** The kernel's log. */
final class KernelLog {

  private KernelLog() {}

  /** That the kernel has a log that is understood. */
  static void check(Program program, Subject.Messages subject) {
    if (program.symbols("prb").isEmpty()) {
      throw Problems.error(
          "no-log",
          subject.location(),
          "this kernel has no ring buffer of messages as Linux has it since 5.10");
    }
  }

  /** The messages that a query asks for. */
  static EventRelation messages(Planning planning, Subject.Messages subject) {
    return MessagesRelation.of(planning, subject.pattern());
  }
}
