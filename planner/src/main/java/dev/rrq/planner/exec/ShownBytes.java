package dev.rrq.planner.exec;

import dev.rrq.planner.analysis.Target;
import dev.rrq.planner.rel.Output;
import dev.rrq.planner.rel.Shaper;
import dev.rrq.planner.type.ValueText;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells which bytes of a place the values of a row are: of an event those that it stored, of a
 * group of events those that all of them stored, or bytes of which no type is known.
 *
 * @param first where in a row's cells the numbers begin that tell it
 * @param positions of these numbers in the engine's rows; none where a row's values are the place's
 */
record ShownBytes(int first, List<Integer> positions) {

  /** Bytes before the place, so none of its parts. */
  private static final long NO_PART = -1;

  /**
   * Bytes of a place.
   *
   * @param offset from its start
   * @param size how many
   */
  record Bytes(long offset, int size) {}

  /** For the rows of a plan, as cells from this one on. */
  static ShownBytes of(Output output, int first) {
    for (List<String> names : List.of(Shaper.GROUPED_BYTES, Shaper.VALUE_CONTEXT)) {
      List<Integer> positions =
          names.stream()
              .map(output::position)
              .filter(position -> position.isPresent())
              .map(position -> position.getAsInt())
              .toList();
      if (positions.size() == names.size()) {
        return new ShownBytes(first, positions);
      }
    }
    return new ShownBytes(first, List.of());
  }

  /** Which bytes they are in a row; empty where the values are those of the whole place. */
  Optional<Bytes> of(CellReader cells, Target target, ValueText values) {
    if (positions.isEmpty()) {
      return Optional.empty();
    }
    int size = (int) number(cells, 0);
    long offset = number(cells, 1);
    if (positions.size() == Shaper.VALUE_CONTEXT.size()) {
      return Optional.of(new Bytes(offset, size));
    }
    int largest = (int) number(cells, 2);
    boolean alike = offset == number(cells, 3) || values.isElement(target.type(), size);
    if (size == largest && alike) {
      return Optional.of(new Bytes(offset, size));
    }
    return values.isScalar(target.type())
        ? Optional.empty()
        : Optional.of(new Bytes(NO_PART, largest));
  }

  private long number(CellReader cells, int number) {
    return cells.value(first + number) instanceof Long value ? value : 0;
  }

  /** Reads the cells of a row. */
  @FunctionalInterface
  interface CellReader {
    @Nullable Object value(int cell);
  }
}
