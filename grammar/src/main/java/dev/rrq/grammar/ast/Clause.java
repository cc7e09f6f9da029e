package dev.rrq.grammar.ast;

import dev.rrq.grammar.diagnostics.Location;
import java.util.List;

/** One part of a query after its subject. All of them combine, in any order. */
public sealed interface Clause extends Node {
  /** Calls the visitor's method for this kind of clause. */
  <R> R accept(Visitor<R> visitor);

  /** {@code between T and T}: both included. */
  record Between(Location location, Time from, Time to) implements Clause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBetween(this);
    }
  }

  /** {@code before T}: T excluded. */
  record Before(Location location, Time time) implements Clause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBefore(this);
    }
  }

  /** {@code after T}: T excluded. */
  record After(Location location, Time time) implements Clause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitAfter(this);
    }
  }

  /** {@code until T}: T included. */
  record Until(Location location, Time time) implements Clause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitUntil(this);
    }
  }

  /** {@code since T}: T included. */
  record Since(Location location, Time time) implements Clause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitSince(this);
    }
  }

  /** {@code in FUNCTION}: the event's own function. */
  record InFunction(Location location, FunctionName function) implements Clause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitInFunction(this);
    }
  }

  /** {@code under FUNCTION}: the function is anywhere in the call stack. */
  record UnderFunction(Location location, FunctionName function) implements Clause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitUnderFunction(this);
    }
  }

  /** {@code by task TASK}. */
  record ByTask(Location location, TaskName task) implements Clause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitByTask(this);
    }
  }

  /** {@code by pid N}. */
  record ByPid(Location location, long pid) implements Clause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitByPid(this);
    }
  }

  /** {@code by irq}: in interrupt context. */
  record ByIrq(Location location) implements Clause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitByIrq(this);
    }
  }

  /** {@code by device}: made by no instruction. */
  record ByDevice(Location location) implements Clause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitByDevice(this);
    }
  }

  /** {@code in user}. */
  record InUser(Location location) implements Clause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitInUser(this);
    }
  }

  /** {@code in kernel}. */
  record InKernel(Location location) implements Clause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitInKernel(this);
    }
  }

  /** {@code where PREDICATE}: on the columns. */
  record Where(Location location, Predicate predicate) implements Clause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitWhere(this);
    }
  }

  /** {@code group by COLUMN, ...}. */
  record GroupBy(Location location, List<Column> columns) implements Clause {
    public GroupBy {
      columns = List.copyOf(columns);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitGroupBy(this);
    }
  }

  /** {@code count}: the number of rows, of each group where there is one. */
  record Count(Location location) implements Clause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitCount(this);
    }
  }

  /** {@code histogram of COLUMN}. */
  record Histogram(Location location, Column column) implements Clause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitHistogram(this);
    }
  }

  /** {@code with backtrace, source}: what to add to each row. */
  record With(Location location, List<Detail> details) implements Clause {
    /** Something that a row may carry. */
    public enum Detail {
      BACKTRACE,
      SOURCE,
      DISASSEMBLY,
      TASK
    }

    public With {
      details = List.copyOf(details);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitWith(this);
    }
  }

  /** {@code show COLUMN, ...}: these columns, in this order. */
  record Show(Location location, List<Column> columns) implements Clause {
    public Show {
      columns = List.copyOf(columns);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitShow(this);
    }
  }

  /** {@code order by COLUMN [desc], ...}. */
  record OrderBy(Location location, List<Key> keys) implements Clause {
    /** A column to sort by. */
    public record Key(Location location, Column column, boolean descending) implements Node {}

    public OrderBy {
      keys = List.copyOf(keys);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitOrderBy(this);
    }
  }

  /** {@code reverse}: latest first. */
  record Reverse(Location location) implements Clause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitReverse(this);
    }
  }

  /** {@code limit N}. */
  record Limit(Location location, long rows) implements Clause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitLimit(this);
    }
  }

  /** {@code offset N}: rows to leave out at the start. */
  record Offset(Location location, long rows) implements Clause {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitOffset(this);
    }
  }

  /** One method for each kind of clause. */
  interface Visitor<R> {
    R visitBetween(Between clause);

    R visitBefore(Before clause);

    R visitAfter(After clause);

    R visitUntil(Until clause);

    R visitSince(Since clause);

    R visitInFunction(InFunction clause);

    R visitUnderFunction(UnderFunction clause);

    R visitByTask(ByTask clause);

    R visitByPid(ByPid clause);

    R visitByIrq(ByIrq clause);

    R visitByDevice(ByDevice clause);

    R visitInUser(InUser clause);

    R visitInKernel(InKernel clause);

    R visitWhere(Where clause);

    R visitGroupBy(GroupBy clause);

    R visitCount(Count clause);

    R visitHistogram(Histogram clause);

    R visitWith(With clause);

    R visitShow(Show clause);

    R visitOrderBy(OrderBy clause);

    R visitReverse(Reverse clause);

    R visitLimit(Limit clause);

    R visitOffset(Offset clause);
  }
}
