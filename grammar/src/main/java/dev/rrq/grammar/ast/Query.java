package dev.rrq.grammar.ast;

import dev.rrq.grammar.diagnostics.Location;
import java.util.List;
import java.util.Optional;

/**
 * A question whose answer is rows: {@code last 5 writes to jiffies before t1 by irq}.
 *
 * @param pick {@code first} or {@code last [N]}
 * @param clauses in the order in which they were written
 */
public record Query(Location location, Optional<Pick> pick, Subject subject, List<Clause> clauses)
    implements Statement {
  public Query {
    clauses = List.copyOf(clauses);
  }

  @Override
  public <R> R accept(Statement.Visitor<R> visitor) {
    return visitor.visitQuery(this);
  }

  /** Which end of the time line a pick takes its rows from. */
  public enum End {
    /** The earliest rows, earliest first. */
    FIRST,
    /** The latest rows, latest first. */
    LAST
  }

  /**
   * {@code first}, {@code last 5}.
   *
   * @param count number of rows, 1 where none was written
   */
  public record Pick(Location location, End end, long count) implements Node {}
}
