package dev.rrq.planner.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.rel.FlowOperators;
import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.Rex;
import dev.rrq.planner.testing.Plans;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;
import org.junit.jupiter.api.Test;

final class LateColumnsTest {

  private final Planning planning = Plans.over(1);
  private final Rex rex = planning.rex();
  private final RelBuilder builder = planning.builder().scan("segment_rows");

  private String sql(RexNode column, int key) {
    builder.filter(rex.less(builder.field("paddr"), rex.number(64)));
    builder.project(List.of(builder.field("t"), column), List.of("t", "x"));
    builder.sortLimit(0, 1, builder.desc(builder.field(key)));
    return ((DuckDbToRows) Optimizer.optimize(builder.build())).sql().replaceAll("\\s+", " ");
  }

  private RexNode task() {
    return rex.call(FlowOperators.TASK_AT, builder.field("t"));
  }

  @Test
  void namesAreLookedUpAfterTheSort() {
    assertThat(sql(task(), 0))
        .startsWith("SELECT \"t\", TASK_AT(\"t\") AS \"x\" FROM (SELECT * FROM (SELECT ")
        .endsWith(" ORDER BY \"t\" DESC NULLS FIRST FETCH NEXT 1 ROWS ONLY) AS \"sorted\"");
  }

  @Test
  void whatIsSortedByIsNot() {
    assertThat(sql(task(), 1)).endsWith("ORDER BY 2 DESC NULLS FIRST FETCH NEXT 1 ROWS ONLY");
  }

  @Test
  void aWindowSeesTheRowsThatAreLeftOut() {
    RexNode known =
        rex.lastKnown(builder.field("new"), builder.field("paddr"), List.of(builder.field("t")));
    assertThat(sql(known, 0)).endsWith("FETCH NEXT 1 ROWS ONLY").doesNotContain("\"sorted\"");
  }
}
