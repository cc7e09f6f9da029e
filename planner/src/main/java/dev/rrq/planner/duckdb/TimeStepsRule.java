package dev.rrq.planner.duckdb;

import dev.rrq.planner.rel.WritesChain;
import dev.rrq.planner.rel.WritesScan;
import dev.rrq.planner.rule.RuleConfig;
import dev.rrq.store.Schema;
import dev.rrq.store.Segment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelFieldCollation;

/**
 * Reads what is sorted by time from one stretch of time after the other, from the end where the
 * order is backwards, so that {@code last 1 writes to x before t} looks no farther back than it
 * must and the first rows of a long answer come at once.
 *
 * <pre>
 * DuckDbToRows
 *   DuckDbSort(t, fetch n)
 *     ...
 *       DuckDbWritesScan(files of several stretches of time)
 * </pre>
 *
 * becomes
 *
 * <pre>
 * DuckDbTimeSteps(stretches)
 *   DuckDbSort(t, fetch n)
 *     ...
 *       DuckDbWritesScan(files of several stretches of time)
 * </pre>
 */
public final class TimeStepsRule extends RelRule<RuleConfig> {

  /** The rule. */
  public static final RelOptRule RULE =
      RuleConfig.of(
              "TimeStepsRule",
              rows ->
                  rows.operand(DuckDbToRows.class)
                      .oneInput(sort -> sort.operand(DuckDbSort.class).anyInputs()),
              TimeStepsRule::new)
          .toRule();

  /**
   * Files of the first step where all rows are wanted: those of a variable that is written all the
   * time take longer to sort than to find. More at once would cost these time, fewer would cost
   * those that are seldom written a second statement.
   */
  private static final int FIRST_FILES = 2;

  /** Files of the first step where few rows are wanted, which costs no sort of all of them. */
  private static final int FIRST_FILES_OF_FEW = 4;

  /** The most files of a step of several stretches. */
  private static final int MOST_FILES = 8;

  private TimeStepsRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    DuckDbToRows rows = call.rel(0);
    DuckDbSort sort = call.rel(1);
    Optional<WritesScan> scan = WritesChain.scan(sort.getInput());
    if (scan.isEmpty() || !isByTime(sort)) {
      return;
    }
    List<List<Segment>> stretches = stretches(scan.get().reading().segments());
    if (stretches.size() < 2) {
      return;
    }
    if (sort.getCollation().getFieldCollations().get(0).direction.isDescending()) {
      Collections.reverse(stretches);
    }
    int first = sort.fetch == null ? FIRST_FILES : FIRST_FILES_OF_FEW;
    call.transformTo(
        new DuckDbTimeSteps(rows.getCluster(), rows.getTraitSet(), sort, steps(stretches, first)));
  }

  private static boolean isByTime(DuckDbSort sort) {
    List<RelFieldCollation> keys = sort.getCollation().getFieldCollations();
    return !keys.isEmpty()
        && WritesChain.origin(sort.getInput(), keys.get(0).getFieldIndex())
            == Schema.SEGMENT_ROWS.ordinal("t");
  }

  /** Some files first, then twice as many each time: few statements, and the first one small. */
  private static List<List<Segment>> steps(List<List<Segment>> stretches, int first) {
    List<List<Segment>> steps = new ArrayList<>();
    List<Segment> step = new ArrayList<>();
    int most = first;
    for (List<Segment> stretch : stretches) {
      if (!step.isEmpty() && step.size() + stretch.size() > most) {
        steps.add(step);
        step = new ArrayList<>();
        most = Math.min(2 * most, MOST_FILES);
      }
      step.addAll(stretch);
    }
    steps.add(step);
    return steps;
  }

  /** Files grouped so that all rows of a group come before all of the next, in order of time. */
  static List<List<Segment>> stretches(List<Segment> files) {
    List<Segment> sorted = new ArrayList<>(files);
    sorted.sort(Comparator.comparingLong(Segment::tMin).thenComparingInt(Segment::id));
    List<List<Segment>> stretches = new ArrayList<>();
    long end = 0;
    for (Segment file : sorted) {
      if (stretches.isEmpty() || file.tMin() >= end) {
        stretches.add(new ArrayList<>());
      }
      stretches.get(stretches.size() - 1).add(file);
      end = Math.max(end, file.tMax());
    }
    return stretches;
  }
}
