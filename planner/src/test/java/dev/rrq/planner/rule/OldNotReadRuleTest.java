package dev.rrq.planner.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.duckdb.Optimizer;
import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.Rex;
import dev.rrq.planner.rel.WritesChain;
import dev.rrq.planner.testing.Plans;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.tools.RelBuilder;
import org.junit.jupiter.api.Test;

final class OldNotReadRuleTest {

  private final Planning planning = Plans.over(2);
  private final Rex rex = planning.rex();
  private final RelBuilder builder = planning.builder().scan("segment_rows");

  private boolean readsOld(RelNode plan) {
    RelNode after = Optimizer.apply(OldNotReadRule.RULE, plan);
    return WritesChain.scan(after).orElseThrow().reading().old();
  }

  @Test
  void columnsWithoutOldKeepItFromBeingRestored() {
    builder.filter(rex.less(builder.field("t"), rex.number(5)));
    builder.project(builder.field("t"), builder.field("new"));
    assertThat(readsOld(builder.build())).isFalse();
  }

  @Test
  void aJoinBetweenDoesNotMatter() {
    builder.scan("sites");
    builder.join(JoinRelType.LEFT, rex.equal(builder.field(2, 0, "pc"), builder.field(2, 1, "pc")));
    builder.project(builder.field("function"), builder.field("new"));
    assertThat(readsOld(builder.build())).isFalse();
  }

  @Test
  void doesNotFireWhereOldIsShown() {
    builder.project(builder.field("t"), builder.field("old"));
    assertThat(readsOld(builder.build())).isTrue();
  }

  @Test
  void doesNotFireWhereOldIsTested() {
    builder.filter(rex.notEqual(builder.field("old"), builder.field("new")));
    builder.project(builder.field("t"));
    assertThat(readsOld(builder.build())).isTrue();
  }
}
