package dev.rrq.shell.live;

import dev.rrq.gdbrsp.packet.breakpoint.Breakpoint;
import dev.rrq.grammar.ast.FunctionName;
import dev.rrq.grammar.ast.LiveStatement;
import dev.rrq.planner.exec.LivePlace;
import java.util.Set;

/** What the user wants a replay to stop at. */
sealed interface Trap {

  /** How the user names it. */
  long number();

  /** What the stub is told. */
  Set<Breakpoint> breakpoints();

  /** As the user would write it. */
  String text();

  /**
   * Accesses to a place.
   *
   * @param access which of them
   */
  record Watch(
      long number, LiveStatement.Access access, LivePlace place, Set<Breakpoint> breakpoints)
      implements Trap {

    @Override
    public String text() {
      String condition =
          place.condition().map(c -> " where " + dev.rrq.grammar.Formatter.format(c)).orElse("");
      String kind =
          switch (access) {
            case WRITE -> "";
            case READ -> "read ";
            case ACCESS -> "access ";
          };
      return "watch " + kind + place.text() + condition;
    }
  }

  /** The beginning of a function. */
  record Break(long number, FunctionName function, Set<Breakpoint> breakpoints) implements Trap {

    @Override
    public String text() {
      return "break " + function.scope().map(scope -> scope + ":").orElse("") + function.name();
    }
  }
}
