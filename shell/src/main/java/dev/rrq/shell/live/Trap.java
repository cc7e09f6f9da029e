package dev.rrq.shell.live;

import dev.rrq.gdbrsp.packet.breakpoint.Breakpoint;
import dev.rrq.grammar.Formatter;
import dev.rrq.grammar.ast.FunctionName;
import dev.rrq.grammar.ast.LiveStatement;
import dev.rrq.grammar.ast.Predicate;
import dev.rrq.planner.exec.LivePlace;
import dev.rrq.planner.exec.UserCode;
import dev.rrq.planner.exec.UserPlace;
import java.util.Optional;
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
      return watch(access, place.text(), place.condition());
    }
  }

  /**
   * Accesses to a variable of a user program, in every process that runs it.
   *
   * @param access which of them
   */
  record UserWatch(
      long number, LiveStatement.Access access, UserPlace place, Set<Breakpoint> breakpoints)
      implements Trap {

    @Override
    public String text() {
      return watch(access, place.text(), place.condition());
    }
  }

  /** The beginning of a function. */
  record Break(long number, FunctionName function, Set<Breakpoint> breakpoints) implements Trap {

    @Override
    public String text() {
      return breakAt(function);
    }
  }

  /** The beginning of a function of a user program, in every process that runs it. */
  record UserBreak(long number, FunctionName function, UserCode code, Set<Breakpoint> breakpoints)
      implements Trap {

    @Override
    public String text() {
      return breakAt(function);
    }
  }

  private static String breakAt(FunctionName function) {
    return "break " + function.scope().map(scope -> scope + ":").orElse("") + function.name();
  }

  private static String watch(
      LiveStatement.Access access, String place, Optional<Predicate> condition) {
    String kind =
        switch (access) {
          case WRITE -> "";
          case READ -> "read ";
          case ACCESS -> "access ";
        };
    return "watch " + kind + place + condition.map(c -> " where " + Formatter.format(c)).orElse("");
  }
}
