package dev.rrq.planner.rel;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.duckdb.RawRows;
import dev.rrq.store.Schema;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.tools.RelBuilder;

/** The rows that changed a range of memory, as they are, in order. */
public final class MemoryChanges {

  private static final List<String> COLUMNS = List.of("t", "seq", "paddr", "size", "new", "origin");

  /**
   * A row.
   *
   * @param byInstruction whether an instruction wrote it, whose effect is there from {@code t + 1}
   *     on, or the CPU or a device, whose effect is there at {@code t}
   */
  public record Change(long t, long paddr, int size, long value, boolean byInstruction) {}

  private MemoryChanges() {}

  /** The plan that gives them. */
  public static RelNode of(Planning planning, long paddr, long length, Interval when) {
    RelBuilder builder = planning.builder();
    Rex rex = planning.rex();
    builder.scan(Schema.SEGMENT_ROWS.name());
    builder.filter(
        rex.atLeast(builder.field("paddr"), rex.number(paddr - Long.BYTES + 1)),
        rex.less(builder.field("paddr"), rex.number(paddr + length)),
        rex.atLeast(builder.field("t"), rex.number(when.from())),
        rex.less(builder.field("t"), rex.number(when.to())));
    builder.project(COLUMNS.stream().map(builder::field).toList());
    builder.sort(builder.field("t"), builder.field("seq"));
    return builder.build();
  }

  /** The current row of that plan. */
  public static Change read(RawRows rows) {
    return new Change(
        number(rows, "t"),
        number(rows, "paddr"),
        (int) number(rows, "size"),
        number(rows, "new"),
        number(rows, "origin") == 0);
  }

  private static long number(RawRows rows, String column) {
    return (Long) Objects.requireNonNull(rows.value(COLUMNS.indexOf(column)));
  }
}
