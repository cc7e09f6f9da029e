package dev.rrq.shell.work;

import dev.rrq.shell.failure.ShellException;
import dev.rrq.store.Coverage;
import dev.rrq.store.Interval;
import java.util.List;

/**
 * What is to be indexed where the trace may have an index already. An index is one stretch of time
 * without a hole, since contexts and tasks are followed through it: so a window is added by
 * indexing anew from the first instant that either covers to the last.
 *
 * @param from first instant
 * @param to the instant after the last, or {@link Long#MAX_VALUE} for the recording's end
 * @param added whether this is more than was ordered
 */
record IndexWindow(long from, long to, boolean added) {

  /**
   * An index that is there.
   *
   * @param covered what it covers
   * @param steps whether it was made by single steps
   * @param calls whether it follows calls
   */
  record Former(Coverage covered, boolean steps, boolean calls) {

    boolean tellsMoreThan(IndexOrder order) {
      return (calls && !order.calls()) || (!steps && isByStep(order));
    }

    boolean tellsLessThan(IndexOrder order) {
      return (!calls && order.calls()) || (steps && !isByStep(order));
    }
  }

  /** What was ordered, whatever is there. */
  static IndexWindow alone(IndexOrder order) {
    long from = order.from().orElse(0);
    long to = order.to().orElse(Long.MAX_VALUE);
    if (to <= from) {
      throw ShellException.usage("--to must be later than --from");
    }
    return new IndexWindow(from, to, false);
  }

  /**
   * What was ordered and what an index covers already.
   *
   * @param length of the recording
   * @throws ShellException if the index can tell something that the ordered one could not
   */
  static IndexWindow added(IndexOrder order, Former former, long length) {
    IndexWindow ordered = alone(order);
    List<Interval> covered = former.covered().intervals();
    if (covered.isEmpty()) {
      return ordered;
    }
    if (former.tellsMoreThan(order)) {
      throw ShellException.usage(
          "the trace has an index that tells more than this one would: it covers "
              + former.covered(),
          "with --replace an index of this window alone takes its place");
    }
    long from = Math.min(ordered.from(), covered.get(0).from());
    long to = Math.max(ordered.end(length), covered.get(covered.size() - 1).to());
    return new IndexWindow(from, to, from < ordered.from() || to > ordered.end(length));
  }

  /** Whether an index has all of it, and tells what the ordered one would. */
  boolean isIn(Former former, IndexOrder order, long length) {
    boolean same = order.vmlinux().isEmpty() && !former.tellsLessThan(order);
    return same && isIn(former.covered(), length);
  }

  /** Whether all of it is covered. */
  boolean isIn(Coverage covered, long length) {
    return covered.containsAll(Coverage.of(from, end(length)));
  }

  /** Where it ends in a recording of this length. */
  private long end(long length) {
    return Math.min(to, length);
  }

  private static boolean isByStep(IndexOrder order) {
    return order.engine() == IndexOrder.Engine.STEP;
  }

  /** Whether only a part of the recording was asked for. */
  static boolean isOrdered(IndexOrder order) {
    return order.from().orElse(0) > 0 || order.to().isPresent();
  }
}
