package dev.rrq.planner.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.duckdb.Optimizer;
import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.Rex;
import dev.rrq.planner.rel.WritesChain;
import dev.rrq.planner.rel.WritesScan;
import dev.rrq.planner.testing.Plans;
import dev.rrq.store.Segment;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;
import org.junit.jupiter.api.Test;

final class SegmentPruningRuleTest {

  private static List<Integer> files(BiFunction<RelBuilder, Rex, RexNode> condition) {
    return scan(condition).reading().segments().stream().map(Segment::id).toList();
  }

  private static WritesScan scan(BiFunction<RelBuilder, Rex, RexNode> condition) {
    Planning planning = Plans.over(6);
    RelBuilder builder = planning.builder().scan("segment_rows");
    RelNode plan = builder.filter(condition.apply(builder, planning.rex())).build();
    RelNode pruned = Optimizer.apply(SegmentPruningRule.RULE, plan);
    return WritesChain.scan(pruned).orElseThrow();
  }

  @Test
  void addressesLeaveOutFiles() {
    assertThat(files((b, rex) -> rex.equal(b.field("paddr"), rex.number(0x1010))))
        .containsExactly(1, 3, 5);
  }

  @Test
  void timesLeaveOutFiles() {
    assertThat(
            files(
                (b, rex) ->
                    rex.and(
                        rex.atLeast(b.field("t"), rex.number(1000)),
                        rex.less(b.field("t"), rex.number(2000)))))
        .containsExactly(2, 3);
  }

  @Test
  void alternativesAddUp() {
    assertThat(
            files(
                (b, rex) ->
                    rex.or(
                        rex.and(
                            rex.less(b.field("t"), rex.number(10)),
                            rex.equal(b.field("paddr"), rex.number(8))),
                        rex.and(
                            rex.less(rex.number(2500), b.field("t")),
                            rex.equal(b.field("paddr"), rex.number(0x1ff8))))))
        .containsExactly(0, 5);
  }

  @Test
  void theScanLearnsTheAddresses() {
    WritesScan scan = scan((b, rex) -> rex.equal(b.field("paddr"), rex.number(0x1010)));
    assertThat(scan.reading().addresses())
        .containsExactly(new dev.rrq.store.Interval(0x1010, 0x1011));
  }

  @Test
  void otherConditionsLeaveAll() {
    assertThat(files((b, rex) -> rex.equal(b.field("new"), rex.number(0)))).hasSize(6);
    assertThat(
            files(
                (b, rex) ->
                    rex.or(
                        rex.equal(b.field("paddr"), rex.number(8)),
                        rex.equal(b.field("new"), rex.number(0)))))
        .hasSize(6);
  }

  @Test
  void doesNotFireTwice() {
    Planning planning = Plans.over(6);
    RelBuilder builder = planning.builder().scan("segment_rows");
    Rex rex = planning.rex();
    RelNode plan = builder.filter(rex.equal(builder.field("paddr"), rex.number(8))).build();
    RelNode once = Optimizer.apply(SegmentPruningRule.RULE, plan);
    assertThat(Plans.text(Optimizer.apply(SegmentPruningRule.RULE, once)))
        .isEqualTo(Plans.text(once));
  }
}
