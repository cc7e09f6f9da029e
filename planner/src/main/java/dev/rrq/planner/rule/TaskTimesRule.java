package dev.rrq.planner.rule;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.flow.Flow;
import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.Reach;
import dev.rrq.planner.rel.Rex;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/**
 * Turns a condition on the running task into the times in which it ran, so that files of other
 * times are not read.
 *
 * <pre>
 * Filter(task_at(t) = 'cat')
 *   Input
 * </pre>
 *
 * becomes
 *
 * <pre>
 * Filter(t in [a, b) or t in [c, d))
 *   Input
 * </pre>
 *
 * <p>If these are many, the condition stays, and only the time from the first to the last is added.
 * It stays, too, where a replay tells who ran: its times are among the others then.
 */
public final class TaskTimesRule extends RelRule<RuleConfig> {

  /** The rule. */
  public static final RelOptRule RULE =
      RuleConfig.of(
              "TaskTimesRule",
              filter -> filter.operand(Filter.class).anyInputs(),
              TaskTimesRule::new)
          .toRule();

  /** More times than these take longer to compare with than to look the task up. */
  private static final int MOST_TIMES = 32;

  private TaskTimesRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    Filter filter = call.rel(0);
    Rex rex = new Rex(filter.getCluster().getRexBuilder());
    List<RexNode> before = RelOptUtil.conjunctions(filter.getCondition());
    Set<RexNode> after = new LinkedHashSet<>();
    for (RexNode part : before) {
      Optional<TaskPredicate.Understood> task =
          TaskPredicate.of(RexUtil.expandSearch(rex.builder(), null, part));
      if (task.isPresent()) {
        Flow flow = Planning.flow(filter);
        List<Interval> open = flow.replayedTasks();
        List<Interval> times = new ArrayList<>(flow.tasks().times(task.get().holds()));
        times.addAll(open);
        times = Reach.merged(times);
        boolean many = times.size() > MOST_TIMES;
        after.addAll(many || !open.isEmpty() ? List.of(part) : List.of());
        RexNode when = rex.within(task.get().time(), many ? List.of(hull(times)) : times);
        after.addAll(RelOptUtil.conjunctions(when));
      } else {
        after.add(part);
      }
    }
    if (!after.equals(new LinkedHashSet<>(before))) {
      RexNode condition = RexUtil.flatten(rex.builder(), rex.and(List.copyOf(after)));
      call.transformTo(filter.copy(filter.getTraitSet(), filter.getInput(), condition));
    }
  }

  private static Interval hull(List<Interval> times) {
    return new Interval(times.get(0).from(), times.get(times.size() - 1).to());
  }
}
