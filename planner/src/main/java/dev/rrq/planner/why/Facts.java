package dev.rrq.planner.why;

import dev.rrq.planner.replay.TracedInstruction;
import java.util.List;
import java.util.Optional;

/** What following a value back asks of a trace. */
public interface Facts {

  /** The last change of bytes of physical memory before a time; empty if there is none. */
  Optional<LastWrite> lastWrite(long paddr, int size, long before);

  /** Up to so many instructions, the last of which is the one at a time. */
  List<TracedInstruction> upTo(long t, long instructions);

  /** The value of some bytes at a time; empty if it is not known. */
  Optional<Long> value(long paddr, int size, long t);
}
