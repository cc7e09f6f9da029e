package dev.rrq.planner.rel;

import dev.rrq.store.Column;
import dev.rrq.store.SqlType;
import dev.rrq.store.Table;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.plan.RelOptAbstractTable;
import org.apache.calcite.plan.RelOptSchema;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/** A relation of the store as the planner sees it; its row type derives from the store's schema. */
final class StoreTable extends RelOptAbstractTable {

  private final ImmutableBitSet key;
  private final double rows;
  private final Function<ScanContext, RelNode> scan;

  /** What a scan is made from. */
  record ScanContext(ToRelContext context, RelOptTable table) {}

  /**
   * Declares a relation.
   *
   * @param rows how many it holds, roughly
   * @param key columns of which no two rows have equal values; none if there are no such
   * @param scan makes the node that reads it
   */
  StoreTable(
      RelOptSchema schema,
      Table table,
      double rows,
      List<String> key,
      Function<ScanContext, RelNode> scan) {
    super(schema, table.name(), rowType(schema.getTypeFactory(), table.columns()));
    this.rows = rows;
    this.key = ImmutableBitSet.of(key.stream().map(table::ordinal).toList());
    this.scan = scan;
  }

  private static RelDataType rowType(RelDataTypeFactory types, List<Column> columns) {
    RelDataTypeFactory.Builder builder = types.builder();
    for (Column column : columns) {
      builder.add(column.name(), sqlType(column.type())).nullable(column.nullable());
    }
    return builder.build();
  }

  private static SqlTypeName sqlType(SqlType type) {
    return type == SqlType.BLOB ? SqlTypeName.VARBINARY : SqlTypeName.valueOf(type.name());
  }

  @Override
  public double getRowCount() {
    return rows;
  }

  @Override
  public boolean isKey(ImmutableBitSet columns) {
    return !key.isEmpty() && columns.contains(key);
  }

  @Override
  public List<ImmutableBitSet> getKeys() {
    return key.isEmpty() ? List.of() : List.of(key);
  }

  @Override
  public RelNode toRel(ToRelContext context) {
    return scan.apply(new ScanContext(context, this));
  }
}
