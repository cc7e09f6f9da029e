package dev.rrq.planner.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.Rex;
import dev.rrq.planner.testing.Plans;
import dev.rrq.store.Segment;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.tools.RelBuilder;
import org.junit.jupiter.api.Test;

final class TimeStepsRuleTest {

  private final Planning planning = Plans.over(20);
  private final Rex rex = planning.rex();
  private final RelBuilder builder = planning.builder().scan("segment_rows");

  private static List<List<Integer>> steps(RelNode plan) {
    RowsRel rows = Optimizer.optimize(plan);
    assertThat(rows).isInstanceOf(DuckDbTimeSteps.class);
    return ((DuckDbTimeSteps) rows)
        .steps().stream().map(files -> files.stream().map(Segment::id).toList()).toList();
  }

  @Test
  void readsSomeFilesAndThenMore() {
    builder.filter(rex.less(builder.field("paddr"), rex.number(8)));
    builder.sort(builder.field("t"));
    assertThat(steps(builder.build()))
        .containsExactly(List.of(0, 2), List.of(4, 6, 8, 10), List.of(12, 14, 16, 18));
  }

  @Test
  void looksForFewRowsInMoreFilesAtOnce() {
    builder.filter(rex.less(builder.field("paddr"), rex.number(8)));
    builder.sortLimit(0, 1, builder.field("t"));
    assertThat(steps(builder.build()))
        .containsExactly(List.of(0, 2, 4, 6), List.of(8, 10, 12, 14, 16, 18));
  }

  @Test
  void readsFromTheEndWhereTheOrderIsBackwards() {
    builder.filter(rex.less(builder.field("paddr"), rex.number(8)));
    builder.sort(builder.desc(builder.field("t")));
    assertThat(steps(builder.build())).startsWith(List.of(18, 16), List.of(14, 12, 10, 8));
  }

  @Test
  void keepsFilesOfOneStretchTogether() {
    builder.sort(builder.field("t"));
    assertThat(steps(builder.build())).startsWith(List.of(0, 1));
  }

  @Test
  void asksForNoMoreRowsThanAreWanted() {
    builder.sortLimit(2, 3, builder.field("t"));
    DuckDbTimeSteps rows = (DuckDbTimeSteps) Optimizer.optimize(builder.build());
    assertThat(rows.sql(rows.steps().get(0), 5)).containsIgnoringCase("FETCH NEXT 5 ROWS");
  }

  @Test
  void doesNotFireForAnotherOrder() {
    builder.sort(builder.field("paddr"));
    assertThat(Optimizer.optimize(builder.build())).isInstanceOf(DuckDbToRows.class);
  }

  @Test
  void doesNotFireForAComputedTime() {
    builder.project(builder.alias(rex.plus(builder.field("t"), rex.number(1)), "t"));
    builder.sort(builder.field("t"));
    assertThat(Optimizer.optimize(builder.build())).isInstanceOf(DuckDbToRows.class);
  }

  @Test
  void doesNotFireForGroups() {
    builder.aggregate(builder.groupKey("t"), builder.count());
    builder.sort(builder.field("t"));
    assertThat(Optimizer.optimize(builder.build())).isInstanceOf(DuckDbToRows.class);
  }

  @Test
  void doesNotFireForOneStretch() {
    builder.filter(rex.less(builder.field("t"), rex.number(500)));
    builder.sort(builder.field("t"));
    assertThat(Optimizer.optimize(builder.build())).isInstanceOf(DuckDbToRows.class);
  }
}
