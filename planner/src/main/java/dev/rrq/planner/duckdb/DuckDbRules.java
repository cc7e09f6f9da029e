package dev.rrq.planner.duckdb;

import dev.rrq.planner.rel.WritesScan;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterRule;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.logical.LogicalValues;
import org.jspecify.annotations.Nullable;

/** Turns logical nodes into those that DuckDB runs, one for one. */
public final class DuckDbRules {

  private static final RelOptRule FILTER =
      rule(
          LogicalFilter.class,
          "DuckDbFilterRule",
          (Filter f, RelTraitSet traits) ->
              new DuckDbFilter(f.getCluster(), traits, f.getInput(), f.getCondition()));

  private static final RelOptRule PROJECT =
      rule(
          LogicalProject.class,
          "DuckDbProjectRule",
          (Project p, RelTraitSet traits) ->
              new DuckDbProject(
                  p.getCluster(), traits, p.getInput(), p.getProjects(), p.getRowType()));

  private static final RelOptRule JOIN =
      rule(
          LogicalJoin.class,
          "DuckDbJoinRule",
          (Join j, RelTraitSet traits) ->
              new DuckDbJoin(
                  j.getCluster(),
                  traits,
                  j.getLeft(),
                  j.getRight(),
                  j.getCondition(),
                  j.getJoinType()));

  private static final RelOptRule SORT =
      rule(
          LogicalSort.class,
          "DuckDbSortRule",
          (Sort s, RelTraitSet traits) ->
              new DuckDbSort(
                  s.getCluster(),
                  traits.replace(s.getCollation()),
                  s.getInput(),
                  s.getCollation(),
                  s.offset,
                  s.fetch));

  private static final RelOptRule AGGREGATE =
      rule(
          LogicalAggregate.class,
          "DuckDbAggregateRule",
          (Aggregate a, RelTraitSet traits) ->
              new DuckDbAggregate(
                  a.getCluster(),
                  traits,
                  a.getInput(),
                  a.getGroupSet(),
                  a.getGroupSets(),
                  a.getAggCallList()));

  private static final RelOptRule VALUES =
      rule(
          LogicalValues.class,
          "DuckDbValuesRule",
          (Values v, RelTraitSet traits) ->
              new DuckDbValues(v.getCluster(), v.getRowType(), v.getTuples(), traits));

  private static final RelOptRule UNION =
      rule(
          LogicalUnion.class,
          "DuckDbUnionRule",
          (Union u, RelTraitSet traits) ->
              new DuckDbUnion(u.getCluster(), traits, u.getInputs(), u.all));

  private static final RelOptRule TABLE_SCAN =
      rule(
          LogicalTableScan.class,
          "DuckDbTableScanRule",
          (LogicalTableScan s, RelTraitSet traits) ->
              new DuckDbTableScan(s.getCluster(), traits, s.getTable()));

  private static final RelOptRule WRITES_SCAN =
      rule(
          WritesScan.class,
          "DuckDbWritesScanRule",
          (WritesScan s, RelTraitSet traits) ->
              new DuckDbWritesScan(s.getCluster(), traits, s.getTable(), s.reading()));

  private DuckDbRules() {}

  /** All of them. */
  public static List<RelOptRule> all() {
    return List.of(WRITES_SCAN, TABLE_SCAN, VALUES, FILTER, PROJECT, JOIN, SORT, AGGREGATE, UNION);
  }

  private static <N extends RelNode> RelOptRule rule(
      Class<? extends N> logical, String name, BiFunction<N, RelTraitSet, RelNode> convert) {
    return new Conversion<N>(
        ConverterRule.Config.INSTANCE
            .withConversion(logical, Convention.NONE, DuckDbRel.CONVENTION, name)
            .withRuleFactory(config -> new Conversion<N>(config, convert)),
        convert);
  }

  private static final class Conversion<N extends RelNode> extends ConverterRule {
    private final BiFunction<N, RelTraitSet, RelNode> convert;

    Conversion(Config config, BiFunction<N, RelTraitSet, RelNode> convert) {
      super(config);
      this.convert = convert;
    }

    @Override
    @SuppressWarnings("unchecked") // the rule matches nodes of this class only
    public @Nullable RelNode convert(RelNode node) {
      return convert.apply((N) node, node.getTraitSet().replace(DuckDbRel.CONVENTION));
    }
  }
}
