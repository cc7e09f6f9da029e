package dev.rrq.planner.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.duckdb.Optimizer;
import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.ReplayScan;
import dev.rrq.planner.rel.Rex;
import dev.rrq.planner.replay.ReplayedAccess.Kind;
import dev.rrq.planner.testing.Plans;
import dev.rrq.store.Coverage;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;
import org.junit.jupiter.api.Test;

final class ReplayBoundsRuleTest {

  private static ReplayScan bounded(ReplayScan.Reading reading) {
    Planning planning = Plans.replayed(2, Coverage.of(0, 2000));
    RelBuilder builder = planning.builder().scan("segment_rows");
    RelNode table = builder.build();
    builder.push(ReplayScan.logical(table.getCluster(), table.getTable(), reading));
    Rex rex = planning.rex();
    RexNode condition =
        rex.and(
            rex.atLeast(builder.field("paddr"), rex.number(0x100)),
            rex.less(builder.field("paddr"), rex.number(0x110)),
            rex.less(builder.field("t"), rex.number(700)));
    RelNode plan = Optimizer.apply(ReplayBoundsRule.RULE, builder.filter(condition).build());
    return (ReplayScan) plan.getInput(0).stripped();
  }

  @Test
  void placesAndTimesBoundTheReplay() {
    ReplayScan scan = bounded(ReplayScan.Reading.of(Set.of(Kind.READ)));
    assertThat(scan.reading().windows()).containsExactly(new Interval(0, 700));
    assertThat(scan.reading().places()).hasSize(1);
    assertThat(scan.reading().places().get(0).start()).isEqualTo(0x100);
    assertThat(scan.reading().places().get(0).end()).isEqualTo(0x110);
  }

  @Test
  void executionsHaveNoPlaces() {
    ReplayScan scan = bounded(ReplayScan.Reading.executions(List.of(5L)));
    assertThat(scan.reading().places()).isEmpty();
    assertThat(scan.reading().windows()).containsExactly(new Interval(0, 700));
  }

  @Test
  void whatIsBoundedIsLeftAlone() {
    ReplayScan.Reading reading =
        ReplayScan.Reading.of(Set.of(Kind.READ)).during(List.of(new Interval(3, 4)));
    assertThat(bounded(reading).reading()).isEqualTo(reading);
  }
}
