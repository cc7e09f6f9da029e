package dev.rrq.planner.why;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A place in runs of bytes that came about together, in the order of their addresses. */
final class Runs {

  /** So many writes of a place are told apart; the bytes behind them are left. */
  static final int MOST_WRITES = 64;

  private final Facts facts;
  private final @Nullable Windows windows;
  private final List<Piece> pieces = new ArrayList<>();

  private Runs(Facts facts, @Nullable Windows windows) {
    this.facts = facts;
    this.windows = windows;
  }

  /** Bytes of one write, or that none has changed. */
  private record Piece(Place place, Optional<LastWrite> write) {

    int kind() {
      return write.map(w -> w.isByInstruction() ? 0 : 1 + w.origin()).orElse(-1);
    }
  }

  /**
   * Bytes of one origin.
   *
   * @param writes of them, in order of their addresses; empty if nothing has changed them
   * @param origin of the bytes that were written last; null where a single write is followed
   */
  record Run(Place place, List<LastWrite> writes, @Nullable Origin origin) {
    Run {
      writes = List.copyOf(writes);
    }

    LastWrite last() {
      LastWrite last = writes.get(0);
      for (LastWrite write : writes) {
        last = write.t() > last.t() ? write : last;
      }
      return last;
    }
  }

  /**
   * The runs of a place, or of its first bytes.
   *
   * @param windows null where nothing can be replayed
   */
  static List<Run> of(Facts facts, Place place, @Nullable Windows windows) {
    Runs runs = new Runs(facts, windows);
    runs.split(place);
    return runs.joined();
  }

  private void split(Place place) {
    if (place.isEmpty() || pieces.size() >= MOST_WRITES) {
      return;
    }
    Optional<LastWrite> write = place.lastWrite(facts);
    Place part = write.map(place::within).orElse(place);
    split(place.part(place.paddr(), part.paddr()));
    pieces.add(new Piece(part, write));
    split(place.part(part.end(), place.end()));
  }

  private List<Run> joined() {
    List<Run> runs = new ArrayList<>();
    int from = 0;
    for (int to = 1; to <= pieces.size(); to++) {
      if (to == pieces.size() || !isNear(pieces.subList(from, to), pieces.get(to))) {
        together(pieces.subList(from, to), runs);
        from = to;
      }
    }
    return runs;
  }

  private static boolean isNear(List<Piece> group, Piece next) {
    Piece first = group.get(0);
    if (first.kind() != next.kind()) {
      return false;
    }
    return group.stream()
        .allMatch(
            piece ->
                piece.write().isEmpty()
                    || Math.abs(piece.write().get().t() - next.write().orElseThrow().t())
                        <= CopyLoop.MOST_APART);
  }

  /** Pieces that were written about the same time, as far as they came from one source. */
  private void together(List<Piece> group, List<Run> runs) {
    if (group.get(0).kind() != 0) {
      runs.add(run(group, List.of()));
      return;
    }
    List<@Nullable Origin> origins = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      origins.add(group.size() > 1 ? origin(group, i) : null);
    }
    int from = 0;
    for (int to = 1; to <= group.size(); to++) {
      if (to == group.size()
          || !areAlike(origins.get(to - 1), group.get(to - 1).place(), origins.get(to))) {
        runs.add(run(group.subList(from, to), origins.subList(from, to)));
        from = to;
      }
    }
  }

  private static Run run(List<Piece> group, List<@Nullable Origin> origins) {
    Place place = group.stream().map(Piece::place).reduce(Place::and).orElseThrow();
    List<LastWrite> writes = group.stream().flatMap(piece -> piece.write().stream()).toList();
    Run run = new Run(place, writes, null);
    boolean isOne = writes.size() <= 1 || origins.isEmpty();
    return isOne ? run : new Run(place, writes, origins.get(writes.indexOf(run.last())));
  }

  /** Null where it cannot be told, or where stores that changed nothing came later. */
  private @Nullable Origin origin(List<Piece> group, int number) {
    Windows replays = windows;
    if (replays == null) {
      return null;
    }
    Place place = group.get(number).place();
    LastWrite write = group.get(number).write().orElseThrow();
    long first = times(group).min().orElseThrow();
    long last = times(group).max().orElseThrow();
    Window seen = replays.of(first, last, Windows.REACHES[0], place.t());
    return seen.stores(place, write.t()).isEmpty()
        ? seen.trail().ofStore(write.t(), place.paddr(), place.size())
        : null;
  }

  private static java.util.stream.LongStream times(List<Piece> group) {
    return group.stream().mapToLong(piece -> piece.write().orElseThrow().t());
  }

  private static boolean areAlike(@Nullable Origin one, Place place, @Nullable Origin next) {
    if (one instanceof Origin.Memory first && next instanceof Origin.Memory second) {
      return first.size() == place.size()
          && first.isWhole()
          && first.paddr() + place.size() == second.paddr();
    }
    if (one instanceof Origin.Constant first && next instanceof Origin.Constant second) {
      return first.instruction().pc() == second.instruction().pc();
    }
    return one instanceof Origin.Computed first
        && next instanceof Origin.Computed second
        && first.instruction().pc() == second.instruction().pc();
  }
}
