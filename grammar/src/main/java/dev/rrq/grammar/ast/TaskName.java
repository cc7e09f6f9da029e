package dev.rrq.grammar.ast;

import dev.rrq.grammar.diagnostics.Location;

/** Which tasks are meant. */
public sealed interface TaskName extends Node {
  /** Calls the visitor's method for this kind of name. */
  <R> R accept(Visitor<R> visitor);

  /** {@code 'sh'} or {@code sh}: tasks with this comm at the time of the event. */
  record Comm(Location location, String comm) implements TaskName {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitComm(this);
    }
  }

  /** {@code 7}: tasks with this pid. */
  record Pid(Location location, long pid) implements TaskName {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitPid(this);
    }
  }

  /** One method for each kind of name. */
  interface Visitor<R> {
    R visitComm(Comm task);

    R visitPid(Pid task);
  }
}
