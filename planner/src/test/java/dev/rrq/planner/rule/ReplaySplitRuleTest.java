package dev.rrq.planner.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.duckdb.Optimizer;
import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.Rex;
import dev.rrq.planner.testing.Plans;
import dev.rrq.store.Coverage;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;
import org.junit.jupiter.api.Test;

final class ReplaySplitRuleTest {

  private static String split(Coverage covered, long from, long to) {
    Planning planning = Plans.replayed(4, covered);
    RelBuilder builder = planning.builder().scan("segment_rows");
    Rex rex = planning.rex();
    RexNode condition =
        rex.and(
            rex.equal(builder.field("paddr"), rex.number(8)),
            rex.atLeast(builder.field("t"), rex.number(from)),
            rex.less(builder.field("t"), rex.number(to)));
    return text(builder.filter(condition).build());
  }

  private static String text(RelNode plan) {
    return Plans.text(Optimizer.apply(ReplaySplitRule.RULE, plan));
  }

  @Test
  void whatIsNotCoveredIsReplayed() {
    assertThat(split(Coverage.of(0, 2000), 500, 3000))
        .contains("LogicalUnion", "WritesScan")
        .contains("ReplayScan")
        .contains("windows=[[Interval[from=2000, to=3000]]]")
        .contains("kinds=[[STORE]]");
  }

  @Test
  void whatIsNotCoveredAtAllIsReplayedAlone() {
    assertThat(split(Coverage.of(0, 2000), 2500, 3000))
        .doesNotContain("LogicalUnion", "WritesScan")
        .contains("windows=[[Interval[from=2500, to=3000]]]");
  }

  @Test
  void timeBeyondTheRecordingIsNot() {
    assertThat(split(Coverage.of(0, 2000), 500, 90_000))
        .contains("windows=[[Interval[from=2000, to=10000]]]");
  }

  @Test
  void gapsAreReplayed() {
    assertThat(split(Coverage.of(0, 1000).union(Coverage.of(2000, 5000)), 0, 6000))
        .contains("windows=[[Interval[from=1000, to=2000], Interval[from=5000, to=6000]]]");
  }

  @Test
  void whatIsCoveredIsLeftAlone() {
    assertThat(split(Coverage.of(0, 2000), 500, 2000)).doesNotContain("ReplayScan");
  }

  @Test
  void allMemoryIsLeftAlone() {
    Planning planning = Plans.replayed(4, Coverage.of(0, 2000));
    RelBuilder builder = planning.builder().scan("segment_rows");
    RexNode condition = planning.rex().atLeast(builder.field("t"), planning.rex().number(3000));
    assertThat(text(builder.filter(condition).build())).doesNotContain("ReplayScan");
  }
}
