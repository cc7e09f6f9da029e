package dev.rrq.planner.rule;

import dev.rrq.planner.rel.FlowOperators;
import dev.rrq.planner.rel.Rex;
import dev.rrq.planner.rel.WritesChain;
import dev.rrq.planner.rel.WritesScan;
import dev.rrq.store.Interval;
import dev.rrq.store.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;

/**
 * Looks up the functions and lines of the few rows of a small place in memory. A join reads the
 * whole table of sites for each question, and DuckDB plans it for longer than it reads the rows.
 *
 * <pre>
 * LeftJoin(rows.pc = sites.pc)
 *   ...
 *     WritesScan(addresses [a, b))
 *   Scan(sites)
 * </pre>
 *
 * becomes
 *
 * <pre>
 * Project(rows.*, site_function(pc), site_file(pc), site_line(pc), ...)
 *   ...
 *     WritesScan(addresses [a, b))
 * </pre>
 */
public final class SiteLookupRule extends RelRule<RuleConfig> {

  /** The rule. */
  public static final RelOptRule RULE =
      RuleConfig.of("SiteLookupRule", JoinedTable.withSites(), SiteLookupRule::new).toRule();

  private SiteLookupRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    Join join = call.rel(0);
    RelNode rows = call.rel(1);
    Optional<WritesScan> scan = WritesChain.scan(rows);
    if (join.getJoinType() != JoinRelType.LEFT
        || scan.isEmpty()
        || !isSmall(scan.get().reading().addresses())) {
      return;
    }
    RelBuilder builder = call.builder().push(rows);
    Rex rex = new Rex(builder.getRexBuilder());
    List<RelDataTypeField> fields = join.getRowType().getFieldList();
    int own = builder.fields().size();
    List<RexNode> columns = new ArrayList<>(builder.fields());
    for (RelDataTypeField column : fields.subList(own, fields.size())) {
      String name = Schema.SITES.columns().get(column.getIndex() - own).name();
      columns.add(
          rex.builder().makeAbstractCast(column.getType(), column(rex, name, pc(builder)), false));
    }
    call.transformTo(builder.project(columns, join.getRowType().getFieldNames(), true).build());
  }

  private static RexNode pc(RelBuilder builder) {
    return builder.field(Schema.SEGMENT_ROWS.ordinal("pc"));
  }

  /** A column of the sites by the instruction. */
  private static RexNode column(Rex rex, String name, RexNode pc) {
    RexNode inUser = rex.call(FlowOperators.SITE_IN_USER, pc);
    return switch (name) {
      case "pc" -> rex.when(rex.isUnknown(inUser), rex.unknownNumber(), pc);
      case "function" -> rex.call(FlowOperators.SITE_FUNCTION, pc);
      case "offset" -> rex.call(FlowOperators.SITE_OFFSET, pc);
      case "file" -> rex.call(FlowOperators.SITE_FILE, pc);
      case "line" -> rex.call(FlowOperators.SITE_LINE, pc);
      case "in_user" -> rex.equal(inUser, rex.number(1));
      default -> throw new IllegalStateException("no lookup of the sites' " + name);
    };
  }

  /** Places of more bytes may have so many rows that a join is the quicker. */
  private static boolean isSmall(List<Interval> addresses) {
    return !addresses.isEmpty()
        && addresses.stream().mapToLong(Interval::length).sum() < InnerWritesRule.LEAST_BYTES;
  }
}
