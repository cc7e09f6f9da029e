package dev.rrq.planner.duckdb;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.rel.ReplayScan;
import dev.rrq.planner.rel.Rex;
import dev.rrq.planner.replay.ReplayCost;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Runs a plan with a replay in it: what rows are wanted in the order of time comes window by
 * window, and no window is replayed once there are enough; all else waits for all windows.
 */
public final class ReplayRows extends SingleRel implements RowsRel {

  private static final Pattern TASKS = Pattern.compile("\\b(TASK|PID)_AT\\(");

  private @Nullable List<KeptParts.Part> parts;

  ReplayRows(RelOptCluster cluster, RelTraitSet traits, RelNode input) {
    super(cluster, traits, input);
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new ReplayRows(getCluster(), traits, inputs.get(0));
  }

  /**
   * A part of the time.
   *
   * @param replay whether it is replayed, or kept as a replay finds it; if not, the index has it
   */
  record Step(Interval time, boolean replay) {}

  /** What is looked for in replays. */
  public ReplayScan.Reading reading() {
    return ReplayTree.scan(this).orElseThrow().reading();
  }

  /** What is looked for in parts, each of which the index keeps or a replay finds. */
  public List<KeptParts.Part> parts(Replays replays) {
    if (parts == null) {
      parts = replays.kept().of(reading());
    }
    return parts;
  }

  /** What all its replays take; empty where the index keeps all that they would find. */
  public Optional<ReplayCost> cost(Replays replays) {
    List<Interval> windows = KeptParts.replayed(parts(replays));
    return windows.isEmpty() && !reading().windows().isEmpty()
        ? Optional.empty()
        : Optional.of(ReplayCost.of(replays.access(), windows));
  }

  /** The statement that reads what was found in all windows. */
  public String sql() {
    return sql(getInput());
  }

  private static String sql(RelNode tree) {
    return DuckDbSqlWriter.sql((DuckDbRel) tree.stripped());
  }

  /** Whether the rows can come window by window. */
  boolean isSteppable() {
    return getInput().stripped() instanceof DuckDbSort sort
        && !sort.getCollation().getFieldCollations().isEmpty()
        && isTime(sort)
        && ReplayTree.isRowByRow(sort.getInput());
  }

  private static boolean isTime(DuckDbSort sort) {
    int key = sort.getCollation().getFieldCollations().get(0).getFieldIndex();
    return sort.getRowType().getFieldNames().get(key).equals("t");
  }

  /**
   * The windows, each up to the next point at which a replay can start or the index keeps what it
   * would find, and what the index has between them; in the order of the rows.
   */
  List<Step> steps(List<KeptParts.Part> parts, List<Long> starts) {
    List<Step> steps = new ArrayList<>();
    for (KeptParts.Part part : parts) {
      long from = part.time().from();
      for (long start : part.isKept() ? List.<Long>of() : starts) {
        if (start > from && start < part.time().to()) {
          steps.add(new Step(new Interval(from, start), true));
          from = start;
        }
      }
      steps.add(new Step(new Interval(from, part.time().to()), true));
    }
    if (ReplayTree.indexed(getInput()).isPresent()) {
      addIndexed(steps);
    }
    steps.sort(Comparator.comparingLong(step -> step.time().from()));
    DuckDbSort sort = (DuckDbSort) getInput().stripped();
    RelFieldCollation first = sort.getCollation().getFieldCollations().get(0);
    if (first.direction.isDescending()) {
      Collections.reverse(steps);
    }
    return steps;
  }

  private void addIndexed(List<Step> steps) {
    long from = 0;
    for (Interval window : reading().windows()) {
      if (from < window.from()) {
        steps.add(new Step(new Interval(from, window.from()), false));
      }
      from = window.to();
    }
    steps.add(new Step(new Interval(from, Long.MAX_VALUE), false));
  }

  @Override
  public RawRows open(DuckDbSessions sessions) {
    Replays replays = sessions.replays();
    if (!reading().windows().isEmpty()) {
      cost(replays).ifPresent(replays.access()::confirm);
    }
    Replays.Cancellation cancellation = replays.watch();
    if (!isSteppable()) {
      return replayed(sessions, getInput(), cancellation);
    }
    List<KeptParts.Part> parts = parts(replays);
    boolean all = parts.stream().allMatch(KeptParts.Part::isKept);
    List<Long> starts = all ? List.of() : replays.access().starts();
    return new Steps(sessions, steps(parts, starts), cancellation);
  }

  private static RawRows replayed(
      DuckDbSessions sessions, RelNode tree, Replays.Cancellation cancellation) {
    ReplayScan.Reading reading = ReplayTree.scan(tree).orElseThrow().reading();
    String sql = sql(tree);
    boolean contexts = sql.contains("\"context\"");
    boolean tasks = sessions.replays().tellTasks() && TASKS.matcher(sql).find();
    String text = contexts ? sql.replace(ReplayTable.ROWS, ReplayTable.ROWS_WITH_CONTEXTS) : sql;
    return sessions.query(
        text,
        connection ->
            new ReplayTable(sessions, connection).fill(reading, contexts, tasks, cancellation));
  }

  /** One step after the other. */
  private final class Steps extends SteppedRows {
    private final DuckDbSessions sessions;
    private final DuckDbSort sort;
    private final List<Step> steps;
    private final Replays.Cancellation cancellation;
    private int next;

    Steps(DuckDbSessions sessions, List<Step> steps, Replays.Cancellation cancellation) {
      super((DuckDbSort) getInput().stripped());
      this.sort = (DuckDbSort) getInput().stripped();
      this.sessions = sessions;
      this.steps = steps;
      this.cancellation = cancellation;
    }

    @Override
    Optional<RawRows> open(long rows) {
      cancellation.check();
      if (next == steps.size()) {
        return Optional.empty();
      }
      Step step = steps.get(next++);
      Optional<RelNode> input =
          step.replay()
              ? Optional.of(
                  ReplayTree.replayed(sort.getInput(), r -> r.during(List.of(step.time()))))
              : ReplayTree.indexed(sort.getInput());
      RelNode tree = sorted(during(input.orElseThrow(), step.time()), rows);
      return Optional.of(
          step.replay() ? replayed(sessions, tree, cancellation) : sessions.query(sql(tree)));
    }

    /** Only what took place in this time. */
    private RelNode during(RelNode input, Interval time) {
      int key = sort.getCollation().getFieldCollations().get(0).getFieldIndex();
      Rex rex = new Rex(getCluster().getRexBuilder());
      RexNode t = rex.builder().makeInputRef(input, key);
      return new DuckDbFilter(getCluster(), input.getTraitSet(), input, rex.within(t, time));
    }

    private RelNode sorted(RelNode input, long rows) {
      RexNode fetch = rows < 0 ? null : new Rex(getCluster().getRexBuilder()).number(rows);
      return sort.copy(sort.getTraitSet(), input, sort.getCollation(), null, fetch);
    }

    @Override
    public void cancel() {
      sessions.replays().cancel();
      super.cancel();
    }
  }
}
