package dev.rrq.planner.rule;

import java.util.function.Function;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.tools.RelBuilderFactory;

/**
 * The configuration of a rule: what it matches, and nothing that varies.
 *
 * @param factory makes the rule
 */
public record RuleConfig(
    String description,
    OperandTransform operandSupplier,
    RelBuilderFactory relBuilderFactory,
    Function<RuleConfig, RelOptRule> factory)
    implements RelRule.Config {

  /** What a rule matches. */
  public interface OperandTransform extends RelRule.OperandTransform {}

  /** The configuration of a rule that matches some operands. */
  public static RuleConfig of(
      String description,
      RelRule.OperandTransform operands,
      Function<RuleConfig, RelOptRule> factory) {
    return new RuleConfig(description, operands::apply, RelFactories.LOGICAL_BUILDER, factory);
  }

  @Override
  public RelOptRule toRule() {
    return factory.apply(this);
  }

  @Override
  public RelRule.Config withRelBuilderFactory(RelBuilderFactory other) {
    return new RuleConfig(description, operandSupplier, other, factory);
  }

  @Override
  public RelRule.Config withDescription(String other) {
    return new RuleConfig(other, operandSupplier, relBuilderFactory, factory);
  }

  @Override
  public RelRule.Config withOperandSupplier(RelRule.OperandTransform other) {
    return new RuleConfig(description, other::apply, relBuilderFactory, factory);
  }
}
