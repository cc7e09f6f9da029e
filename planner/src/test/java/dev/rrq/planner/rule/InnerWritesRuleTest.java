package dev.rrq.planner.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.duckdb.Optimizer;
import dev.rrq.planner.rel.PlaceChanged;
import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.Rex;
import dev.rrq.planner.testing.Plans;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.tools.RelBuilder;
import org.junit.jupiter.api.Test;

/** The files of these plans have rows from address 0 to 0x1fff. */
final class InnerWritesRuleTest {

  private static final long LARGE = 0x2_0000;

  private final Planning planning = Plans.over(2);
  private final Rex rex = planning.rex();
  private final RelBuilder builder = planning.builder().scan("segment_rows");

  private InnerWritesRuleTest place(long start, long length) {
    builder.filter(
        new PlaceChanged(
                builder.field("paddr"),
                start,
                length,
                -1,
                builder.field("old"),
                builder.field("new"))
            .call(rex));
    return this;
  }

  private RelNode show(String column) {
    return builder.project(builder.field(column)).build();
  }

  private RelNode count() {
    builder.project(builder.field("pc"), builder.field("t"));
    return builder.aggregate(builder.groupKey("pc"), builder.countStar("count")).build();
  }

  private static String after(RelOptRule rule, RelNode plan) {
    return Plans.text(Optimizer.apply(rule, plan));
  }

  @Test
  void aPlaceWithoutRowsAtItsEdgesIsNotCompared() {
    assertThat(after(InnerWritesRule.WHOLE, place(0, LARGE).show("pc")))
        .doesNotContain("place_changed")
        .doesNotContain("Union");
  }

  @Test
  void onlyRowsAtTheEdgesAreComparedBelowAnAggregate() {
    assertThat(after(InnerWritesRule.SPLIT, place(0x100, LARGE).count()))
        .containsOnlyOnce("place_changed")
        .contains("Union")
        .containsOnlyOnce("old=[not read]");
  }

  @Test
  void rowsInOrderAreNotSplit() {
    RelNode plan = place(0x100, LARGE).show("pc");
    assertThat(after(InnerWritesRule.WHOLE, plan)).isEqualTo(Plans.text(plan));
  }

  @Test
  void doesNotFireOnASmallPlace() {
    RelNode plan = place(0, 0x100).count();
    assertThat(after(InnerWritesRule.SPLIT, plan)).isEqualTo(Plans.text(plan));
  }

  @Test
  void doesNotFireWhereOldIsShown() {
    RelNode plan = place(0, LARGE).show("old");
    assertThat(after(InnerWritesRule.WHOLE, plan)).isEqualTo(Plans.text(plan));
  }

  @Test
  void doesNotFireWhereOldIsTested() {
    place(0, LARGE);
    builder.filter(rex.equal(builder.field("old"), rex.number(0)));
    RelNode plan = Optimizer.apply(org.apache.calcite.rel.rules.CoreRules.FILTER_MERGE, count());
    assertThat(after(InnerWritesRule.SPLIT, plan)).isEqualTo(Plans.text(plan));
  }
}
