package dev.rrq.planner.testing;

import dev.rrq.planner.flow.Flow;
import dev.rrq.planner.flow.RunningTasks;
import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.Reach;
import dev.rrq.planner.rel.StoreSchema;
import dev.rrq.store.Coverage;
import dev.rrq.store.LineSet;
import dev.rrq.store.Segment;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;

/** Plans over files that need not exist. */
public final class Plans {

  private static final int FILES_A_SEGMENT = 2;

  private Plans() {}

  /**
   * Files of 100 rows, two of them for each 1,000 instructions: of these the first has the physical
   * addresses below 0x1000, the second those from there to 0x2000.
   */
  public static List<Segment> files(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            id -> {
              long t = id / FILES_A_SEGMENT * 1000L;
              long paddr = id % FILES_A_SEGMENT * 0x1000L;
              Path file = Path.of("writes/%05d.parquet".formatted(id));
              return new Segment(
                  id,
                  id / FILES_A_SEGMENT,
                  file,
                  t,
                  t + 999,
                  paddr,
                  paddr + 0xfff,
                  100,
                  1000,
                  LineSet.ANY);
            })
        .toList();
  }

  /** A plan to be built over so many files. */
  public static Planning over(int files) {
    return over(files, Flow.of(RunningTasks.UNKNOWN));
  }

  /** A plan to be built over so many files of a trace with this flow of control. */
  public static Planning over(int files, Flow flow) {
    return new Planning(new StoreSchema(files(files), flow));
  }

  /** A plan over so many files that cover this time of 10,000 instructions, or a replay. */
  public static Planning replayed(int files, Coverage covered) {
    Reach reach = new Reach(covered, 10_000, true);
    return new Planning(new StoreSchema(files(files), Flow.of(RunningTasks.UNKNOWN), reach));
  }

  /** A plan as text. */
  public static String text(RelNode plan) {
    return RelOptUtil.toString(plan).stripTrailing().replace("\r", "");
  }
}
