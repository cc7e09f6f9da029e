package dev.rrq.planner.rel;

import dev.rrq.planner.Column;
import java.util.List;
import java.util.OptionalInt;
import org.apache.calcite.rel.RelNode;

/**
 * A finished plan and what its columns are.
 *
 * @param plan gives the rows
 * @param columns what is shown, in order
 * @param names of all columns of the plan, those that are not shown among them
 */
public record Output(RelNode plan, List<Column> columns, List<String> names) {

  public Output {
    columns = List.copyOf(columns);
    names = List.copyOf(names);
  }

  /** The position of a column in the plan, if it is there. */
  public OptionalInt position(String name) {
    int position = names.indexOf(name);
    return position < 0 ? OptionalInt.empty() : OptionalInt.of(position);
  }
}
