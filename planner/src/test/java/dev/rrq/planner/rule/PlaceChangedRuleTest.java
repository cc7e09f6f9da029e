package dev.rrq.planner.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.duckdb.Optimizer;
import dev.rrq.planner.rel.PlaceChanged;
import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.Rex;
import dev.rrq.planner.testing.Plans;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;
import org.junit.jupiter.api.Test;

final class PlaceChangedRuleTest {

  private final Planning planning = Plans.over(2);
  private final Rex rex = planning.rex();
  private final RelBuilder builder = planning.builder().scan("segment_rows");

  private String after(RexNode condition) {
    RelNode plan = builder.filter(condition).project(builder.field("t")).build();
    return Plans.text(Optimizer.apply(PlaceChangedRule.RULE, plan));
  }

  @Test
  void writesTheConditionOut() {
    PlaceChanged place =
        new PlaceChanged(
            builder.field("paddr"),
            16,
            4,
            0xffff_ffffL,
            builder.field("old"),
            builder.field("new"));
    assertThat(after(rex.not(place.call(rex))))
        .doesNotContain("place_changed")
        .contains("xor")
        .contains("CASE");
  }

  @Test
  void doesNotFireOnOtherConditions() {
    RexNode other = rex.less(builder.field("t"), rex.number(5));
    assertThat(after(other)).contains("LogicalFilter(condition=[<($0, 5)])");
  }
}
