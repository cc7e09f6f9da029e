package dev.rrq.planner.analysis;

import java.util.List;
import java.util.OptionalLong;

/** Where an object lies in memory at some time. */
public sealed interface Mapping {

  /**
   * In physical memory.
   *
   * @param virtual its virtual address, where it was found by one
   * @param extents its bytes, in order
   */
  record Mapped(OptionalLong virtual, List<Extent> extents) implements Mapping {
    public Mapped {
      extents = List.copyOf(extents);
    }
  }

  /**
   * Nowhere.
   *
   * @param reason why, as the end of a sentence
   */
  record Unmapped(String reason) implements Mapping {}
}
