package dev.rrq.shell.live;

import dev.rrq.indexer.live.Stop;
import dev.rrq.planner.Row;
import java.util.List;
import java.util.Optional;

/**
 * Why a run ended, for the user.
 *
 * @param stop where the replay stands
 * @param trap what was wanted, if that stopped it
 * @param rows of an access to a watched place, in the columns of its kind
 */
record Event(Stop stop, Optional<Trap> trap, List<Row> rows) {

  static Event of(Stop stop) {
    return new Event(stop, Optional.empty(), List.of());
  }

  /** When it happened: a watchpoint stops after its instruction. */
  long t() {
    return stop instanceof Stop.Watched ? stop.t() - 1 : stop.t();
  }
}
