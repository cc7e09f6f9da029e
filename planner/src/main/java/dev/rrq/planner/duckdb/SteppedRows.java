package dev.rrq.planner.duckdb;

import java.util.Optional;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one step after the other, without those that are to be skipped; no step is begun once
 * there are enough.
 */
abstract class SteppedRows implements RawRows {

  private final boolean limited;
  private long toSkip;
  private long toGive;
  private RawRows current = RawRows.NONE;

  /** As many rows as a sort of all would give. */
  SteppedRows(DuckDbSort sort) {
    this.toSkip = number(sort.offset, 0);
    this.toGive = number(sort.fetch, -1);
    this.limited = toGive >= 0;
  }

  private static long number(@Nullable RexNode literal, long otherwise) {
    return literal == null ? otherwise : RexLiteral.intValue(literal) & 0xffff_ffffL;
  }

  /**
   * Begins the next step.
   *
   * @param rows how many are still wanted, those to be skipped among them; negative for all
   * @return empty if there is none
   */
  abstract Optional<RawRows> open(long rows);

  @Override
  public final boolean advance() {
    while (!limited || toGive > 0) {
      if (!current.advance()) {
        if (!openNext()) {
          return false;
        }
      } else if (toSkip > 0) {
        toSkip--;
      } else {
        toGive--;
        return true;
      }
    }
    return false;
  }

  private boolean openNext() {
    current.close();
    current = RawRows.NONE;
    Optional<RawRows> next = open(limited ? toSkip + toGive : -1);
    current = next.orElse(RawRows.NONE);
    return next.isPresent();
  }

  @Override
  public final @Nullable Object value(int column) {
    return current.value(column);
  }

  @Override
  public void cancel() {
    current.cancel();
  }

  @Override
  public final void close() {
    current.close();
  }
}
