package dev.rrq.planner.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.duckdb.Optimizer;
import dev.rrq.planner.rel.PlaceChanged;
import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.Rex;
import dev.rrq.planner.testing.Plans;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.tools.RelBuilder;
import org.junit.jupiter.api.Test;

final class GroupBySiteRuleTest {

  private static final long LARGE = 0x2_0000;

  private final Planning planning = Plans.over(2);
  private final Rex rex = planning.rex();
  private final RelBuilder builder = planning.builder().scan("segment_rows");

  private RelNode grouped(long length, String by) {
    builder.filter(
        new PlaceChanged(
                builder.field("paddr"), 0, length, -1, builder.field("old"), builder.field("new"))
            .call(rex));
    builder.scan("sites");
    builder.join(JoinRelType.LEFT, rex.equal(builder.field(2, 0, "pc"), builder.field(2, 1, "pc")));
    builder.project(builder.field(by), builder.field("t"));
    return builder
        .aggregate(
            builder.groupKey(0), builder.countStar("count"), builder.min("first", builder.field(1)))
        .build();
  }

  private static String after(RelNode plan) {
    return Plans.text(Optimizer.apply(GroupBySiteRule.RULE, plan));
  }

  @Test
  void rowsOfALargePlaceAreCountedByInstructionFirst() {
    assertThat(after(grouped(LARGE, "function")))
        .contains("count=[$SUM0($1)], first=[MIN($2)]")
        .contains("LogicalAggregate(group=[{0, 1}], agg#0=[COUNT()], agg#1=[MIN($2)])");
  }

  @Test
  void doesNotFireOnASmallPlace() {
    RelNode plan = grouped(0x100, "function");
    assertThat(after(plan)).isEqualTo(Plans.text(plan));
  }

  @Test
  void doesNotFireWhereAnInstructionIsInSeveralGroups() {
    RelNode plan = grouped(LARGE, "new");
    assertThat(after(plan)).isEqualTo(Plans.text(plan));
  }
}
