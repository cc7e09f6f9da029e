package dev.rrq.grammar.ast;

import dev.rrq.grammar.diagnostics.Location;
import java.util.Optional;
import java.util.OptionalLong;

/** What a query is about: which kind of event or row, and of what. */
public sealed interface Subject extends Node {
  /** Calls the visitor's method for this kind of subject. */
  <R> R accept(Visitor<R> visitor);

  /** {@code writes to PLACE}: stores that changed it. */
  record Writes(Location location, Place place) implements Subject {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitWrites(this);
    }
  }

  /** {@code stores to PLACE}: every store, silent ones too. */
  record Stores(Location location, Place place) implements Subject {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitStores(this);
    }
  }

  /** {@code reads of PLACE}. */
  record Reads(Location location, Place place) implements Subject {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitReads(this);
    }
  }

  /** {@code accesses to PLACE}: reads and stores. */
  record Accesses(Location location, Place place) implements Subject {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitAccesses(this);
    }
  }

  /** {@code writers of PLACE}: one row for each function (or stack) that wrote it. */
  record Writers(Location location, Place place) implements Subject {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitWriters(this);
    }
  }

  /** {@code values of PLACE}: its value over time, one row a change. */
  record Values(Location location, Place place) implements Subject {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitValues(this);
    }
  }

  /** {@code calls to FUNCTION}. */
  record CallsTo(Location location, FunctionName function) implements Subject {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitCallsTo(this);
    }
  }

  /** {@code calls from FUNCTION}. */
  record CallsFrom(Location location, FunctionName function) implements Subject {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitCallsFrom(this);
    }
  }

  /** {@code returns from FUNCTION}. */
  record ReturnsFrom(Location location, FunctionName function) implements Subject {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitReturnsFrom(this);
    }
  }

  /** {@code callers of FUNCTION}. */
  record Callers(Location location, FunctionName function) implements Subject {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitCallers(this);
    }
  }

  /** {@code callees of FUNCTION}. */
  record Callees(Location location, FunctionName function) implements Subject {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitCallees(this);
    }
  }

  /** {@code executions of FUNCTION | FILE:LINE | 0xADDR}. */
  record Executions(Location location, CodePlace code) implements Subject {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitExecutions(this);
    }
  }

  /**
   * {@code switches [to TASK | from TASK]}: what ran when.
   *
   * @param direction absent, as the task is, where all switches are asked for
   */
  record Switches(Location location, Optional<Direction> direction, Optional<TaskName> task)
      implements Subject {
    /** Which side of a switch the task is on. */
    public enum Direction {
      TO,
      FROM
    }

    public Switches {
      if (direction.isPresent() != task.isPresent()) {
        throw new IllegalArgumentException("a direction needs a task, and a task a direction");
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitSwitches(this);
    }
  }

  /** {@code tasks}: one row for each task that ever was. */
  record Tasks(Location location) implements Subject {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitTasks(this);
    }
  }

  /**
   * {@code interrupts [VECTOR | 'NAME']}.
   *
   * @param vector 0 to 255
   * @param name of the exception, of what interrupts, or of the handler; absent where there is a
   *     vector
   */
  record Interrupts(Location location, OptionalLong vector, Optional<String> name)
      implements Subject {
    public Interrupts {
      if (vector.isPresent() && name.isPresent()) {
        throw new IllegalArgumentException("a vector has a number or a name");
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitInterrupts(this);
    }
  }

  /**
   * {@code messages [like '%text%']}: the kernel's log.
   *
   * @param pattern as of SQL's LIKE
   */
  record Messages(Location location, Optional<String> pattern) implements Subject {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitMessages(this);
    }
  }

  /** One method for each kind of subject. */
  interface Visitor<R> {
    R visitWrites(Writes subject);

    R visitStores(Stores subject);

    R visitReads(Reads subject);

    R visitAccesses(Accesses subject);

    R visitWriters(Writers subject);

    R visitValues(Values subject);

    R visitCallsTo(CallsTo subject);

    R visitCallsFrom(CallsFrom subject);

    R visitReturnsFrom(ReturnsFrom subject);

    R visitCallers(Callers subject);

    R visitCallees(Callees subject);

    R visitExecutions(Executions subject);

    R visitSwitches(Switches subject);

    R visitTasks(Tasks subject);

    R visitInterrupts(Interrupts subject);

    R visitMessages(Messages subject);
  }
}
