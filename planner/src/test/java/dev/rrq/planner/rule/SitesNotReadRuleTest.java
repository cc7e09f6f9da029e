package dev.rrq.planner.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.duckdb.Optimizer;
import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.Rex;
import dev.rrq.planner.testing.Plans;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.tools.RelBuilder;
import org.junit.jupiter.api.Test;

final class SitesNotReadRuleTest {

  private final Planning planning = Plans.over(2);
  private final Rex rex = planning.rex();
  private final RelBuilder builder = planning.builder();

  private void join(JoinRelType type, String table, String column) {
    builder.scan("segment_rows").scan(table);
    builder.join(type, rex.equal(builder.field(2, 0, "pc"), builder.field(2, 1, column)));
  }

  private static String after(RelNode plan) {
    return Plans.text(Optimizer.apply(SitesNotReadRule.RULE, plan));
  }

  @Test
  void dropsATableThatNoOneReads() {
    join(JoinRelType.LEFT, "sites", "pc");
    builder.project(builder.field("t"), builder.field("pc"));
    assertThat(after(builder.build())).doesNotContain("Join").doesNotContain("sites");
  }

  @Test
  void keepsATableThatIsRead() {
    join(JoinRelType.LEFT, "sites", "pc");
    builder.project(builder.field("t"), builder.field("function"));
    assertThat(after(builder.build())).contains("Join");
  }

  @Test
  void keepsAnInnerJoinWhichLeavesRowsOut() {
    join(JoinRelType.INNER, "sites", "pc");
    builder.project(builder.field("t"));
    assertThat(after(builder.build())).contains("Join");
  }

  @Test
  void keepsAJoinThatMayDoubleRows() {
    join(JoinRelType.LEFT, "lines", "address");
    builder.project(builder.field("t"));
    assertThat(after(builder.build())).contains("Join");
  }
}
