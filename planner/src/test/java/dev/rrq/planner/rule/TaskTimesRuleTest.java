package dev.rrq.planner.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.duckdb.Optimizer;
import dev.rrq.planner.flow.Flow;
import dev.rrq.planner.flow.RunningTasks;
import dev.rrq.planner.flow.RunningTasks.Run;
import dev.rrq.planner.rel.FlowOperators;
import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.Rex;
import dev.rrq.planner.testing.Plans;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;
import org.junit.jupiter.api.Test;

final class TaskTimesRuleTest {

  private Planning planning = over(List.of(run(0, 100, 1, "init"), run(100, 150, 7, "cat")));
  private Rex rex = planning.rex();
  private RelBuilder builder = planning.builder().scan("segment_rows");

  private static Run run(long from, long to, long pid, String comm) {
    return new Run(new Interval(from, to), (int) pid, pid, comm);
  }

  private static Planning over(List<Run> runs) {
    return Plans.over(2, Flow.of(new RunningTasks(runs)));
  }

  private RexNode task() {
    return rex.call(FlowOperators.TASK_AT, builder.field("t"));
  }

  private RexNode pid() {
    return rex.call(FlowOperators.PID_AT, builder.field("t"));
  }

  private String after(RexNode condition) {
    RelNode plan = builder.filter(condition).build();
    return Plans.text(Optimizer.apply(TaskTimesRule.RULE, plan)).lines().findFirst().orElseThrow();
  }

  @Test
  void aNameBecomesTheTimesInWhichItRan() {
    assertThat(after(rex.equal(task(), rex.text("cat"))))
        .doesNotContain("task_at")
        .contains(">=($0, 100)", "<($0, 150)");
  }

  @Test
  void combinationsAreEvaluatedForEachRun() {
    RexNode like = rex.call(SqlStdOperatorTable.LIKE, task(), rex.text("c_t%"));
    assertThat(after(rex.or(rex.not(like), rex.equal(pid(), rex.number(8)))))
        .doesNotContain("_at")
        .contains(">=($0, 0)", "<($0, 100)");
  }

  @Test
  void otherConditionsStay() {
    RexNode other = rex.equal(builder.field("size"), rex.number(4));
    assertThat(after(rex.and(rex.equal(pid(), rex.number(7)), other)))
        .contains("=($5, 4:BIGINT)", ">=($0, 100)");
  }

  @Test
  void nothingOfATaskThatNeverRan() {
    assertThat(after(rex.equal(task(), rex.text("nobody")))).doesNotContain("task_at");
  }

  @Test
  void aComparisonWithAnotherColumnStays() {
    assertThat(after(rex.equal(pid(), builder.field("size")))).contains("pid_at");
  }

  @Test
  void manyTimesOnlyAddTheirBounds() {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < 200; i += 2) {
      runs.add(run(i * 10L, i * 10L + 10, 1, "one"));
      runs.add(run(i * 10L + 10, i * 10L + 20, 2, "two"));
    }
    planning = over(runs);
    rex = planning.rex();
    builder = planning.builder().scan("segment_rows");
    assertThat(after(rex.equal(task(), rex.text("two"))))
        .contains("task_at", ">=($0, 10)", "<($0, 2000)");
  }
}
