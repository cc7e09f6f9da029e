package dev.rrq.planner.why;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.replay.TracedInstruction;
import java.util.List;
import java.util.Optional;

/** What following a value back asks of a trace. */
public interface Facts {

  /**
   * The last change of bytes of physical memory before a time; empty if there is none.
   *
   * @param mask which of their bits count, from the lowest of the first byte on; all of them if it
   *     is -1
   */
  Optional<LastWrite> lastWrite(long paddr, int size, long mask, long before);

  /** The instructions of a window. */
  List<TracedInstruction> trace(Interval window);

  /** Changes of any memory in a window that left these bytes, as many as matter. */
  List<LastWrite> writesOf(long bits, int size, Interval window);

  /** The value of some bytes at a time; empty if it is not known. */
  Optional<Long> value(long paddr, int size, long t);
}
