package dev.rrq.planner.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.ReplayScan;
import dev.rrq.planner.replay.ReplayedAccess.Kind;
import dev.rrq.planner.testing.Plans;
import dev.rrq.store.Coverage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.tools.RelBuilder;
import org.junit.jupiter.api.Test;

/** The rules that let a replay run, and the steps in which its rows come. */
final class ReplayPlansTest {

  private final Planning planning = Plans.replayed(2, Coverage.of(0, 2000));
  private final RelBuilder builder = planning.builder();

  private void replay(boolean bounded) {
    RelNode table = builder.scan("segment_rows").build();
    ReplayScan.Reading reading = ReplayScan.Reading.of(Set.of(Kind.READ));
    builder.push(
        ReplayScan.logical(
            table.getCluster(),
            table.getTable(),
            bounded ? reading.during(List.of(new Interval(100, 900))) : reading));
  }

  private void joinSites() {
    builder.scan("sites");
    builder.join(
        JoinRelType.LEFT,
        planning.rex().equal(builder.field(2, 0, "pc"), builder.field(2, 1, "pc")));
  }

  @Test
  void aBoundedReplayRuns() {
    replay(true);
    assertThat(Plans.text(Optimizer.apply(ReplayScanRule.RULE, builder.build())))
        .startsWith("ReplayToDuckDb\n  ReplayTableScan");
  }

  @Test
  void anUnboundedReplayDoesNot() {
    replay(false);
    assertThat(Plans.text(Optimizer.apply(ReplayScanRule.RULE, builder.build())))
        .startsWith("ReplayScan");
  }

  @Test
  void instructionsOfAReplayHavePlaces() {
    replay(true);
    joinSites();
    assertThat(Plans.text(Optimizer.apply(ReplayedSitesRule.RULE, builder.build())))
        .contains("ReplayedSites");
  }

  @Test
  void instructionsOfTheIndexHaveThemAlready() {
    builder.scan("segment_rows");
    joinSites();
    assertThat(Plans.text(Optimizer.apply(ReplayedSitesRule.RULE, builder.build())))
        .doesNotContain("ReplayedSites");
  }

  private static final List<KeptParts.Part> REPLAYED =
      List.of(new KeptParts.Part(new Interval(100, 900), Optional.empty()));

  private ReplayRows sorted(boolean descending) {
    replay(true);
    builder.project(builder.field("t"), builder.field("new"));
    builder.sort(descending ? builder.desc(builder.field("t")) : builder.field("t"));
    return (ReplayRows) Optimizer.optimize(builder.build());
  }

  @Test
  void rowsInOrderOfTimeComeInSteps() {
    assertThat(sorted(false).steps(REPLAYED, List.of(0L, 500L)))
        .extracting(ReplayRows.Step::time)
        .containsExactly(new Interval(100, 500), new Interval(500, 900));
    assertThat(sorted(true).steps(REPLAYED, List.of(0L, 500L)))
        .extracting(ReplayRows.Step::time)
        .containsExactly(new Interval(500, 900), new Interval(100, 500));
  }

  @Test
  void whatIsKeptIsAStepOfItsOwn() {
    KeptParts.Source source = new KeptParts.Source(List.of(), List.of());
    List<KeptParts.Part> parts =
        List.of(
            new KeptParts.Part(new Interval(100, 700), Optional.of(source)),
            new KeptParts.Part(new Interval(700, 900), Optional.empty()));
    assertThat(sorted(false).steps(parts, List.of(0L, 500L, 800L)))
        .extracting(ReplayRows.Step::time)
        .containsExactly(new Interval(100, 700), new Interval(700, 800), new Interval(800, 900));
  }

  @Test
  void countsWaitForAll() {
    replay(true);
    builder.aggregate(builder.groupKey(), builder.count(false, "n"));
    ReplayRows rows = (ReplayRows) Optimizer.optimize(builder.build());
    assertThat(rows.isSteppable()).isFalse();
  }

  @Test
  void plansWithoutAReplayAreLeftAlone() {
    builder.scan("segment_rows");
    assertThat(Optimizer.optimize(builder.build())).isNotInstanceOf(ReplayRows.class);
  }
}
