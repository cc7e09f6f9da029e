package dev.rrq.planner.rel;

import dev.rrq.planner.Column;
import dev.rrq.planner.Column.Kind;
import java.util.ArrayList;
import java.util.List;

/** The column that says how long the kernel was up. */
public final class UptimeColumn {

  private static final String NAME = "uptime";

  private UptimeColumn() {}

  /** Adds it, unless others are asked for not shown, to events that have a time. */
  public static EventRelation addTo(EventRelation relation, Rex rex) {
    if (relation.column("t").isEmpty() || relation.column(NAME).isPresent()) {
      return relation;
    }
    List<EventColumn> columns = new ArrayList<>(relation.columns());
    columns.add(
        new EventColumn(
            new Column(NAME, Kind.DECIMAL, "The kernel's uptime in seconds, as dmesg prints it."),
            false,
            Domain.SIGNED,
            rex.call(FlowOperators.UPTIME_AT, relation.column("t").orElseThrow().value())));
    return new EventRelation(relation.noun(), relation.rows(), columns, relation.order());
  }
}
