package dev.rrq.planner.exec;

import dev.rrq.planner.Row;
import dev.rrq.planner.rel.ArgumentColumns.Parameter;
import dev.rrq.planner.trace.Trace;
import dev.rrq.planner.type.CTypes;
import dev.rrq.planner.type.ValueText;
import dev.rrq.store.TypeRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments of calls, by the names and types of the functions' parameters. */
final class Arguments {

  /** Where the arguments begin among what a row has for them. */
  private static final int FIRST = 2;

  private final Context context;
  private final Trace trace;
  private final CTypes types;
  private final Map<Long, List<TypeRow.Parameter>> known = new HashMap<>();

  Arguments(Context context) {
    this.context = context;
    this.trace = context.trace();
    this.types = trace.types();
  }

  private List<TypeRow.Parameter> of(long entry) {
    return known.computeIfAbsent(
        entry,
        address -> trace.store().symbols().parameters(address - trace.program().loadOffset()));
  }

  /** The parameters that functions of one name have in common. */
  List<Parameter> parameters(List<Long> entries) {
    List<List<Parameter>> all =
        entries.stream()
            .map(entry -> of(entry).stream().map(this::parameter).toList())
            .distinct()
            .toList();
    return all.size() == 1 ? all.get(0) : List.of();
  }

  private Parameter parameter(TypeRow.Parameter parameter) {
    int type = parameter.type();
    boolean number =
        type >= 0
            && context.values().nature(type) == ValueText.Nature.NUMBER
            && (types.isSigned(type) || types.sizeOf(type) < Long.BYTES);
    return new Parameter(name(parameter), number);
  }

  private static String name(TypeRow.Parameter parameter) {
    String name = parameter.name();
    return name == null ? "" : name;
  }

  /**
   * The arguments of a call: {@code dfd=-100, how=0xffffc90000013e70}.
   *
   * @param cells the entry, the time and the first arguments
   */
  @Nullable String text(@Nullable Object[] cells) {
    if (!(cells[0] instanceof Long entry) || !(cells[1] instanceof Long t)) {
      return null;
    }
    ValueText values = new ValueText(types, new Strings(context, Moment.indexed(context, t)));
    List<String> texts = new ArrayList<>();
    List<TypeRow.Parameter> parameters = of(entry);
    for (int i = 0; i < parameters.size(); i++) {
      TypeRow.Parameter parameter = parameters.get(i);
      Object value = FIRST + i < cells.length ? cells[FIRST + i] : null;
      texts.add(
          name(parameter)
              + "="
              + (value instanceof Long bits ? text(values, parameter.type(), bits) : Row.UNKNOWN));
    }
    return String.join(", ", texts);
  }

  private String text(ValueText values, int type, long bits) {
    int size = (int) Math.min(Long.BYTES, types.sizeOf(type));
    return size <= 0 ? ValueText.raw(bits, Long.BYTES) : values.part(type, 0, size, bits);
  }
}
