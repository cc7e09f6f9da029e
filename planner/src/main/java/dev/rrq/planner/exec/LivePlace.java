package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.Place;
import dev.rrq.grammar.ast.Predicate;
import dev.rrq.planner.analysis.Extent;
import dev.rrq.planner.analysis.Mapping;
import dev.rrq.planner.analysis.Target;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A place that was found once in a machine that stands still, and is watched there from then on.
 *
 * @param text as the user wrote it
 * @param place as it was parsed
 * @param condition that a change must fulfil to count
 * @param target its type, and where it lies for ever
 */
public record LivePlace(String text, Place place, Optional<Predicate> condition, Target target) {

  /** Its bytes in physical memory, in order. */
  public List<Extent> extents() {
    return mapped().extents();
  }

  /** Its virtual address, where it was found by one. */
  public OptionalLong virtual() {
    return mapped().virtual();
  }

  /** In bytes. */
  public int length() {
    return (int) target.length();
  }

  private Mapping.Mapped mapped() {
    return (Mapping.Mapped) target.where().first().value();
  }
}
