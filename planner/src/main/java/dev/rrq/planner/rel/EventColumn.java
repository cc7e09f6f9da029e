package dev.rrq.planner.rel;

import dev.rrq.planner.Column;
import org.apache.calcite.rex.RexNode;

/**
 * A column that a query may show, test, sort and group by.
 *
 * @param column as users see it
 * @param shown whether it is among the columns that are shown unless others are asked for
 * @param domain how its values compare
 * @param value how it is had from a row of the relation
 */
public record EventColumn(Column column, boolean shown, Domain domain, RexNode value) {

  /** Its name. */
  public String name() {
    return column.name();
  }
}
