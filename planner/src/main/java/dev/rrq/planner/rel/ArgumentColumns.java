package dev.rrq.planner.rel;

import dev.rrq.planner.Column.Kind;
import dev.rrq.store.FlowRecord;
import dev.rrq.store.Schema;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.calcite.rex.RexNode;

/** The columns of the arguments of calls: each by its position and its name, and all as a text. */
public final class ArgumentColumns {

  /** All of them, as a text. */
  public static final String NAME = "arguments";

  /** What that text is made of: the function's entry, the time and the arguments. */
  public static final List<String> NEEDED =
      Stream.concat(
              Stream.of("pc", "t_begin"),
              IntStream.range(0, FlowRecord.Call.ARGUMENT_COUNT).mapToObj(ArgumentColumns::name))
          .toList();

  private ArgumentColumns() {}

  /**
   * A parameter.
   *
   * @param number whether it is a number, of no more than 63 bits if it has no sign; else bits
   */
  public record Parameter(String name, boolean number) {}

  /**
   * Adds them.
   *
   * @param parameters of the function; empty where calls to several are asked for
   */
  static void addTo(FlowColumns columns, Rex rex, Optional<List<Parameter>> parameters) {
    columns.add(
        NAME,
        Kind.TEXT,
        parameters.isPresent() && !parameters.get().isEmpty(),
        Domain.SHOWN,
        rex.asText(columns.field("entry")),
        "The arguments, by the names and types of the parameters; ? where one is not known.");
    for (int i = 0; i < FlowRecord.Call.ARGUMENT_COUNT; i++) {
      RexNode value = columns.field(name(i));
      columns.hide(name(i), Kind.ADDRESS, value, Schema.CALLS.column(name(i)).doc());
    }
    List<Parameter> named = parameters.orElse(List.of());
    for (int i = 0; i < Math.min(named.size(), FlowRecord.Call.ARGUMENT_COUNT); i++) {
      Parameter parameter = named.get(i);
      if (!parameter.name().isEmpty() && !columns.has(parameter.name())) {
        columns.hide(
            parameter.name(),
            parameter.number() ? Kind.NUMBER : Kind.ADDRESS,
            columns.field(name(i)),
            "The argument of this name.");
      }
    }
  }

  private static String name(int position) {
    return "arg" + position;
  }
}
