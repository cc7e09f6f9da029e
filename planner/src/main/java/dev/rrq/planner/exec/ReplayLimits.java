package dev.rrq.planner.exec;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.rel.EventColumn;
import dev.rrq.planner.rel.EventRelation;
import dev.rrq.planner.rel.FlowOperators;
import dev.rrq.planner.rel.Rex;
import dev.rrq.planner.trace.Trace;
import dev.rrq.store.Coverage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlOperator;

/**
 * What a replay does not tell of the events that it finds: the whole call stack, the guest's clock,
 * and who ran where the kernel's tasks cannot be followed. A question that selects or groups events
 * by these is answered over the time that the index covers, and says so, where the rows of a replay
 * would all fail it without a word.
 */
final class ReplayLimits {

  private static final Set<SqlOperator> INDEXED =
      Set.of(
          FlowOperators.RAN_AT,
          FlowOperators.UPTIME_AT,
          FlowOperators.UNDER,
          FlowOperators.IN_CONTEXTS,
          FlowOperators.IN_IRQ);

  private static final Set<SqlOperator> TASKS = Set.of(FlowOperators.TASK_AT, FlowOperators.PID_AT);

  private ReplayLimits() {}

  /**
   * The condition that an event is in the time that the index covers, where some expressions need
   * that.
   *
   * @return empty where the index covers everything, or they do not need it
   */
  static Optional<RexNode> covered(
      Trace trace, EventRelation relation, Rex rex, List<RexNode> expressions) {
    Coverage coverage = trace.coverage();
    boolean partial = !coverage.containsAll(Coverage.of(0, trace.end()));
    Optional<EventColumn> time = relation.column("t");
    boolean tellsTasks = trace.sessions().replays().tellTasks();
    boolean limited =
        expressions.stream().anyMatch(e -> has(e, INDEXED) || (!tellsTasks && has(e, TASKS)));
    if (!partial || time.isEmpty() || !limited) {
      return Optional.empty();
    }
    List<Interval> known =
        coverage.intervals().stream().map(part -> new Interval(part.from(), part.to())).toList();
    return Optional.of(rex.within(time.get().value(), known));
  }

  private static boolean has(RexNode expression, Set<SqlOperator> operators) {
    return operators.stream()
        .anyMatch(operator -> RexUtil.findOperatorCall(operator, expression) != null);
  }
}
