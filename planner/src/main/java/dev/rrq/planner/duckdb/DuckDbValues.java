package dev.rrq.planner.duckdb;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.type.SqlTypeName;

/** {@code VALUES}. */
final class DuckDbValues extends Values implements DuckDbRel {

  DuckDbValues(
      RelOptCluster cluster,
      RelDataType rowType,
      ImmutableList<ImmutableList<RexLiteral>> tuples,
      RelTraitSet traits) {
    super(cluster, rowType, tuples, traits);
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new DuckDbValues(getCluster(), getRowType(), getTuples(), traits);
  }

  /** Whether each of them is a number of 64 bits that is known. */
  boolean areIntegers() {
    return getRowType().getFieldList().stream()
            .allMatch(field -> field.getType().getSqlTypeName() == SqlTypeName.BIGINT)
        && getTuples().stream().flatMap(List::stream).noneMatch(RexLiteral::isNull);
  }

  /** Rows of such numbers, as an item of FROM. */
  String integers() {
    String columns =
        getRowType().getFieldNames().stream()
            .map(name -> "\"" + name + "\"")
            .collect(Collectors.joining(", "));
    String rows =
        getTuples().stream()
            .map(
                tuple ->
                    tuple.stream()
                        .map(value -> value.getValueAs(Long.class) + "::BIGINT")
                        .collect(Collectors.joining(", ", "(", ")")))
            .collect(Collectors.joining(", "));
    return "(SELECT * FROM (VALUES %s) AS v (%s))".formatted(rows, columns);
  }
}
