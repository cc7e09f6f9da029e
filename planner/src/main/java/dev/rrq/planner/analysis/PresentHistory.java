package dev.rrq.planner.analysis;

import dev.rrq.planner.GuestMemory;
import dev.rrq.planner.QueryException;

/** Memory as it is now, whatever the time that is asked about. */
public final class PresentHistory implements History {

  private final GuestMemory memory;

  /** What a machine holds now. */
  public PresentHistory(GuestMemory memory) {
    this.memory = memory;
  }

  @Override
  public Timeline<Value> bits(long paddr, int size, Interval when) {
    try {
      return Timeline.constant(when, new Value.Known(Bits.littleEndian(bytes(paddr, size, 0))));
    } catch (QueryException e) {
      return Timeline.constant(when, new Value.Unknown(e.getMessage()));
    }
  }

  @Override
  public byte[] bytes(long paddr, int length, long t) {
    return memory.physical(paddr, length);
  }
}
