package dev.rrq.planner.rule;

import dev.rrq.planner.flow.RunningTasks.Run;
import dev.rrq.planner.rel.FlowOperators;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * A condition on nothing but the task that runs at one time, evaluated for tasks. As in SQL its
 * value may be unknown.
 */
final class TaskPredicate {

  private @Nullable RexNode time;

  /** What a condition says of a task; null where it cannot tell. */
  private interface Truth {
    @Nullable Boolean of(Run run);
  }

  /** A value of a task. */
  private interface Operand {
    @Nullable Comparable<?> of(Run run);
  }

  /**
   * A condition that was understood.
   *
   * @param time of the task, over the columns of the condition
   */
  record Understood(RexNode time, java.util.function.Predicate<Run> holds) {}

  private TaskPredicate() {}

  /** Reads a condition; empty if it is about something else too, or of an unexpected form. */
  static Optional<Understood> of(RexNode condition) {
    TaskPredicate reader = new TaskPredicate();
    Truth truth = reader.truth(condition);
    return truth == null || reader.time == null
        ? Optional.empty()
        : Optional.of(new Understood(reader.time, run -> Boolean.TRUE.equals(truth.of(run))));
  }

  private @Nullable Truth truth(RexNode node) {
    if (!(node instanceof RexCall call)) {
      return null;
    }
    return switch (call.getKind()) {
      case AND -> combined(call, false);
      case OR -> combined(call, true);
      case NOT -> negated(truth(call.getOperands().get(0)));
      case EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
          comparison(call);
      case LIKE -> like(call);
      default -> null;
    };
  }

  /** Three-valued AND and OR: the deciding value wins, then the unknown one. */
  private @Nullable Truth combined(RexCall call, boolean deciding) {
    List<@Nullable Truth> parts = call.getOperands().stream().map(this::truth).toList();
    if (parts.contains(null)) {
      return null;
    }
    return run -> {
      Boolean result = !deciding;
      for (Truth part : parts) {
        Boolean value = part == null ? null : part.of(run);
        if (value == null) {
          result = null;
        } else if (value == deciding) {
          return deciding;
        }
      }
      return result;
    };
  }

  private static @Nullable Truth negated(@Nullable Truth truth) {
    if (truth == null) {
      return null;
    }
    return run -> {
      Boolean value = truth.of(run);
      return value == null ? null : !value;
    };
  }

  private @Nullable Truth comparison(RexCall call) {
    Operand left = operand(call.getOperands().get(0));
    Operand right = operand(call.getOperands().get(1));
    if (left == null || right == null) {
      return null;
    }
    SqlKind kind = call.getKind();
    return run -> {
      Comparable<?> a = left.of(run);
      Comparable<?> b = right.of(run);
      return (a == null || b == null) ? null : holds(kind, compare(a, b));
    };
  }

  private static int compare(Comparable<?> a, Comparable<?> b) {
    return a instanceof Long x && b instanceof Long y
        ? Long.compare(x, y)
        : a.toString().compareTo(b.toString());
  }

  private static boolean holds(SqlKind kind, int order) {
    return switch (kind) {
      case EQUALS -> order == 0;
      case NOT_EQUALS -> order != 0;
      case LESS_THAN -> order < 0;
      case LESS_THAN_OR_EQUAL -> order <= 0;
      case GREATER_THAN -> order > 0;
      default -> order >= 0;
    };
  }

  private @Nullable Truth like(RexCall call) {
    Operand text = operand(call.getOperands().get(0));
    if (text == null
        || call.getOperands().size() != 2
        || !(call.getOperands().get(1) instanceof RexLiteral literal)) {
      return null;
    }
    String wanted = literal.getValueAs(String.class);
    if (wanted == null) {
      return null;
    }
    Pattern pattern = pattern(wanted);
    return run -> {
      Comparable<?> value = text.of(run);
      return value == null ? null : pattern.matcher(value.toString()).matches();
    };
  }

  private static Pattern pattern(String like) {
    StringBuilder regex = new StringBuilder();
    like.codePoints()
        .mapToObj(Character::toString)
        .map(c -> c.equals("%") ? ".*" : (c.equals("_") ? "." : Pattern.quote(c)))
        .forEach(regex::append);
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private @Nullable Operand operand(RexNode node) {
    if (node instanceof RexLiteral literal) {
      Comparable<?> value = constant(literal);
      return value == null ? null : run -> value;
    } else if (node instanceof RexCall call && isTime(call)) {
      return call.getOperator().equals(FlowOperators.TASK_AT)
          ? run -> run.comm().isEmpty() ? null : run.comm()
          : Run::pid;
    }
    return null;
  }

  private static @Nullable Comparable<?> constant(RexLiteral literal) {
    return switch (literal.getTypeName()) {
      case CHAR, VARCHAR -> literal.getValueAs(String.class);
      case DECIMAL, BIGINT, INTEGER -> {
        BigDecimal value = literal.getValueAs(BigDecimal.class);
        yield value == null ? null : (Long) value.longValue();
      }
      default -> null;
    };
  }

  /** All of a condition must be about the task of one time. */
  private boolean isTime(RexCall call) {
    if (!call.getOperator().equals(FlowOperators.TASK_AT)
        && !call.getOperator().equals(FlowOperators.PID_AT)) {
      return false;
    }
    RexNode asked = call.getOperands().get(0);
    if (time == null) {
      time = asked;
    }
    return time.equals(asked);
  }
}
