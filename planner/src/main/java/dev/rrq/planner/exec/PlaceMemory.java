package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.Query;
import dev.rrq.grammar.ast.Subject;
import dev.rrq.planner.QueryException;
import dev.rrq.planner.analysis.Extent;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Mapping;
import dev.rrq.planner.analysis.Timeline;
import java.util.List;

/** The memory that a place means, at one time or another. */
final class PlaceMemory {

  private final Context context;

  PlaceMemory(Context context) {
    this.context = context;
  }

  /** Where what {@code reads} asks about lies within a window; the same bytes may come twice. */
  List<Extent> of(Query reads, Interval window) {
    context.processes().choose(reads);
    Subject.Reads subject = (Subject.Reads) reads.subject();
    List<Mapping> mappings =
        context.places().resolve(subject.place(), window).where().pieces().stream()
            .map(Timeline.Piece::value)
            .distinct()
            .toList();
    List<Extent> extents =
        mappings.stream()
            .filter(mapping -> mapping instanceof Mapping.Mapped)
            .flatMap(mapping -> ((Mapping.Mapped) mapping).extents().stream())
            .toList();
    if (extents.isEmpty()) {
      throw new QueryException(
          "the place is nowhere in memory in that time: "
              + ((Mapping.Unmapped) mappings.get(0)).reason());
    }
    return extents;
  }
}
