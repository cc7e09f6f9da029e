package dev.rrq.planner.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.duckdb.Optimizer;
import dev.rrq.planner.flow.Flow;
import dev.rrq.planner.flow.RunningTasks;
import dev.rrq.planner.rel.FlowOperators;
import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.Rex;
import dev.rrq.planner.testing.Plans;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;
import org.junit.jupiter.api.Test;

final class ContextSetRuleTest {

  private final Flow flow = Flow.of(RunningTasks.UNKNOWN);
  private final Planning planning = Plans.over(2, flow);
  private final Rex rex = planning.rex();
  private final RelBuilder builder = planning.builder().scan("segment_rows");

  private RexNode under(String function, int members) {
    BitSet set = new BitSet();
    IntStream.range(0, members).forEach(i -> set.set(10 + i));
    flow.contexts().define(function, () -> set);
    return rex.call(FlowOperators.UNDER, builder.field("context"), rex.text(function));
  }

  private String after(RexNode condition) {
    RelNode plan = builder.filter(condition).build();
    return Plans.text(Optimizer.apply(ContextSetRule.RULE, plan)).lines().findFirst().orElseThrow();
  }

  @Test
  void aFunctionBecomesItsSetOfContexts() {
    under("start_kernel", 1000);
    flow.contexts().number("start_kernel");
    assertThat(after(rex.not(under("vfs_read", 100))))
        .doesNotContain("under")
        .contains("NOT(in_contexts($8, 1:BIGINT))");
  }

  @Test
  void fewContextsAreComparedOneByOne() {
    assertThat(after(under("vfs_read", 2))).contains("=($8, 10", "=($8, 11").doesNotContain("in_");
  }

  @Test
  void noContextIsUnderAFunctionThatNeverCalled() {
    assertThat(after(under("panic", 0))).contains("false");
  }

  @Test
  void otherConditionsStay() {
    RexNode other = rex.equal(builder.field("size"), rex.number(4));
    assertThat(after(other)).contains("=($5, 4:BIGINT)").doesNotContain("in_contexts");
  }
}
