package dev.rrq.planner.rel;

import dev.rrq.planner.flow.Flow;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.rel.RelCollationTraitDef;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.tools.RelBuilder;

/** What one statement's plan is built with. Calcite's own set-up takes 700 ms; this takes none. */
public final class Planning {

  private final StoreSchema schema;
  private final RelOptCluster cluster;

  /** Starts the plan of a statement. */
  public Planning(StoreSchema schema) {
    this.schema = schema;
    this.cluster = RelOptCluster.create(traits(schema), new RexBuilder(schema.getTypeFactory()));
  }

  /** A planner that plans nothing but knows which traits nodes have; a HepPlanner knows none. */
  private static VolcanoPlanner traits(StoreSchema schema) {
    VolcanoPlanner planner = new VolcanoPlanner(Contexts.of(schema));
    planner.addRelTraitDef(ConventionTraitDef.INSTANCE);
    planner.addRelTraitDef(RelCollationTraitDef.INSTANCE);
    return planner;
  }

  /**
   * Builds trees of nodes. A projection stays below an aggregate that counts rows alone: it tells
   * the rules that no column is read.
   */
  public RelBuilder builder() {
    return RelFactories.LOGICAL_BUILDER
        .create(cluster, schema)
        .transform(config -> config.withPruneInputOfAggregate(false));
  }

  /** The flow of control of the trace that is asked. */
  public Flow flow() {
    return schema.flow();
  }

  /** The flow of control of the trace that a plan is for; for rules. */
  public static Flow flow(RelNode plan) {
    return plan.getCluster().getPlanner().getContext().unwrapOrThrow(StoreSchema.class).flow();
  }

  /** Makes row expressions. */
  public Rex rex() {
    return new Rex(cluster.getRexBuilder());
  }
}
