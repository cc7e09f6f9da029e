package dev.rrq.planner.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.duckdb.Optimizer;
import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.Rex;
import dev.rrq.planner.rel.WritesScan;
import dev.rrq.planner.testing.Plans;
import dev.rrq.store.Interval;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.tools.RelBuilder;
import org.junit.jupiter.api.Test;

final class SiteLookupRuleTest {

  private final Planning planning = Plans.over(2);
  private final Rex rex = planning.rex();
  private final RelBuilder builder = planning.builder();

  private String after(List<Interval> addresses, JoinRelType type, String table) {
    builder.scan("segment_rows");
    WritesScan scan = (WritesScan) builder.build();
    builder.push(
        scan.with(new WritesScan.Reading(scan.reading().segments(), addresses, true, true)));
    builder.scan(table);
    String key = table.equals("sites") ? "pc" : "address";
    builder.join(type, rex.equal(builder.field(2, 0, "pc"), builder.field(2, 1, key)));
    RelNode plan = builder.build();
    RelNode changed = Optimizer.apply(SiteLookupRule.RULE, plan);
    assertThat(changed.getRowType()).isEqualTo(plan.getRowType());
    return Plans.text(changed);
  }

  @Test
  void theRowsOfASmallPlaceAreLookedUp() {
    assertThat(after(List.of(new Interval(8, 16)), JoinRelType.LEFT, "sites"))
        .doesNotContain("Join")
        .contains("function=[site_function($2)]")
        .contains("file=[site_file($2)]")
        .contains("line=[CAST(site_line($2)):INTEGER]");
  }

  @Test
  void thoseOfALargePlaceAreJoined() {
    assertThat(after(List.of(new Interval(0, 1 << 16)), JoinRelType.LEFT, "sites"))
        .contains("Join");
  }

  @Test
  void allRowsAreJoined() {
    assertThat(after(List.of(), JoinRelType.LEFT, "sites")).contains("Join");
  }

  @Test
  void anInnerJoinLeavesRowsOut() {
    assertThat(after(List.of(new Interval(8, 16)), JoinRelType.INNER, "sites")).contains("Join");
  }

  @Test
  void anotherTableIsJoined() {
    assertThat(after(List.of(new Interval(8, 16)), JoinRelType.LEFT, "lines")).contains("Join");
  }
}
