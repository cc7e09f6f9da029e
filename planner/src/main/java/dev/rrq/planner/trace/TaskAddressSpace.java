package dev.rrq.planner.trace;

import dev.rrq.planner.analysis.AddressSpace;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Mapping;
import dev.rrq.planner.analysis.Timeline;
import dev.rrq.planner.analysis.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The kernel's address space with that of whichever process ran: a user address means the memory of
 * the task then. A kernel thread keeps the address space of the process before it, as the hardware
 * does.
 */
final class TaskAddressSpace implements AddressSpace {

  /** Below are null pointers with an offset. */
  private static final long LOWEST = 4096;

  private static final long USER_END = 1L << 47;

  private final AddressSpace kernel;
  private final Function<Interval, Timeline<Value>> roots;

  /**
   * Adds processes to the kernel's address space.
   *
   * @param roots the physical address of the page tables in use, over time
   */
  TaskAddressSpace(AddressSpace kernel, Function<Interval, Timeline<Value>> roots) {
    this.kernel = kernel;
    this.roots = roots;
  }

  @Override
  public Timeline<Mapping> physicalIn(long root, long virtual, long length, Interval when) {
    return kernel.physicalIn(root, virtual, length, when);
  }

  @Override
  public Timeline<Mapping> physical(long virtual, long length, Interval when) {
    if (virtual < LOWEST || virtual >= USER_END) {
      return kernel.physical(virtual, length, when);
    }
    Timeline<Value> inUse = roots.apply(when);
    Map<Long, Timeline<Mapping>> mappings = new HashMap<>();
    spans(inUse)
        .forEach(
            (root, span) -> mappings.put(root, kernel.physicalIn(root, virtual, length, span)));
    return inUse.flatMap(
        (root, piece) ->
            root instanceof Value.Known known
                ? mappings.get(known.bits()).during(piece)
                : Timeline.constant(piece, new Mapping.Unmapped(((Value.Unknown) root).reason())));
  }

  /** From the first to the last use of each. */
  private static Map<Long, Interval> spans(Timeline<Value> inUse) {
    Map<Long, Interval> spans = new LinkedHashMap<>();
    for (Timeline.Piece<Value> piece : inUse.pieces()) {
      if (piece.value() instanceof Value.Known known) {
        spans.merge(
            known.bits(), piece.when(), (before, now) -> new Interval(before.from(), now.to()));
      }
    }
    return spans;
  }
}
