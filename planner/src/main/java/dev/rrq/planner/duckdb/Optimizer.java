package dev.rrq.planner.duckdb;

import dev.rrq.planner.rule.ContextSetRule;
import dev.rrq.planner.rule.GroupBySiteRule;
import dev.rrq.planner.rule.InnerWritesRule;
import dev.rrq.planner.rule.OldNotReadRule;
import dev.rrq.planner.rule.PlaceChangedRule;
import dev.rrq.planner.rule.ReplayBoundsRule;
import dev.rrq.planner.rule.ReplaySplitRule;
import dev.rrq.planner.rule.SegmentPruningRule;
import dev.rrq.planner.rule.SiteLookupRule;
import dev.rrq.planner.rule.SitesNotReadRule;
import dev.rrq.planner.rule.TaskTimesRule;
import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.rules.CoreRules;

/** Turns a logical plan into one that runs. */
public final class Optimizer {

  private static final HepProgram PROGRAM =
      new HepProgramBuilder()
          .addMatchOrder(HepMatchOrder.TOP_DOWN)
          .addRuleCollection(
              List.of(
                  CoreRules.FILTER_INTO_JOIN,
                  CoreRules.FILTER_MERGE,
                  CoreRules.PROJECT_MERGE,
                  SitesNotReadRule.RULE,
                  TaskTimesRule.RULE,
                  ContextSetRule.RULE))
          .addRuleCollection(List.of(ReplaySplitRule.RULE, ReplayBoundsRule.RULE))
          .addRuleInstance(GroupBySiteRule.RULE)
          .addRuleCollection(List.of(InnerWritesRule.WHOLE, InnerWritesRule.SPLIT))
          .addRuleCollection(List.of(PlaceChangedRule.RULE))
          .addRuleCollection(List.of(SegmentPruningRule.RULE, OldNotReadRule.RULE))
          .addRuleCollection(List.of(SiteLookupRule.RULE, CoreRules.PROJECT_MERGE))
          .addRuleCollection(List.of(ReplayedSitesRule.RULE, ReplayScanRule.RULE))
          .addRuleCollection(DuckDbRules.all())
          .build();

  private static final HepProgram LAST =
      new HepProgramBuilder()
          .addRuleInstance(TimeStepsRule.RULE)
          .addRuleInstance(ReplayRowsRule.RULE)
          .build();

  private Optimizer() {}

  /** The logical plan after all rewrites that keep it logical; for explanations and tests. */
  public static RowsRel optimize(RelNode logical) {
    RelNode inDuckDb = run(PROGRAM, logical);
    return (RowsRel) run(LAST, DuckDbToRows.of(inDuckDb));
  }

  /** Runs a single rule as often as it matches; for tests. */
  public static RelNode apply(RelOptRule rule, RelNode node) {
    return run(new HepProgramBuilder().addRuleInstance(rule).build(), node);
  }

  private static RelNode run(HepProgram program, RelNode node) {
    HepPlanner planner = new HepPlanner(program);
    planner.setRoot(node);
    return planner.findBestExp();
  }
}
