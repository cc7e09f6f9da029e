package dev.rrq.planner.rel;

import dev.rrq.grammar.ast.Column;
import dev.rrq.planner.analysis.Problems;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;

/**
 * The events of a subject as a relation, before any clause is applied.
 *
 * @param noun what one is called, for messages: {@code write}
 * @param rows gives the events
 * @param columns what is known of each; the names are unique
 * @param order the columns that put them in order of time
 */
public record EventRelation(
    String noun, RelNode rows, List<EventColumn> columns, List<String> order) {

  public EventRelation {
    columns = List.copyOf(columns);
    order = List.copyOf(order);
  }

  /** One of its events, with an article. */
  public String anEvent() {
    return ("aeiou".indexOf(noun.charAt(0)) < 0 ? "a " : "an ") + noun;
  }

  /** Several of what one is called so. */
  public static String plural(String noun) {
    return noun + (noun.endsWith("s") || noun.endsWith("ch") ? "es" : "s");
  }

  /** The column of a name, in any case. */
  public Optional<EventColumn> column(String name) {
    return columns.stream().filter(c -> c.name().equalsIgnoreCase(name)).findFirst();
  }

  /**
   * The column that a query names.
   *
   * @throws dev.rrq.grammar.diagnostics.DiagnosticException if there is none
   */
  public EventColumn column(Column column) {
    return column(column.name())
        .orElseThrow(
            () ->
                Problems.unknown(
                    "unknown-column",
                    column.location(),
                    anEvent() + " has no column '" + column.name() + "'",
                    column.name(),
                    names()));
  }

  /** Those of its events of which a condition on their rows holds. */
  public EventRelation where(Planning planning, RexNode condition) {
    RelNode filtered = planning.builder().push(rows).filter(condition).build();
    return new EventRelation(noun, filtered, columns, order);
  }

  /** The names of all columns that users may name. */
  public List<String> names() {
    return columns.stream().map(EventColumn::name).filter(n -> !n.startsWith("$")).toList();
  }
}
