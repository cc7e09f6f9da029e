package dev.rrq.planner.replay;

import dev.rrq.planner.analysis.Extent;
import dev.rrq.planner.analysis.Interval;
import java.util.List;
import java.util.Set;

/**
 * What to look for in a replay.
 *
 * @param window when; bounded
 * @param kinds what to report
 * @param places of which accesses, by physical address
 * @param instructions of which executions, by virtual address
 * @param stacks whether calling contexts are wanted, as far as they begin in the window
 * @param tasks whether it is wanted who ran
 */
public record ReplayRequest(
    Interval window,
    Set<ReplayedAccess.Kind> kinds,
    List<Extent> places,
    List<Long> instructions,
    boolean stacks,
    boolean tasks) {

  public ReplayRequest {
    kinds = Set.copyOf(kinds);
    places = List.copyOf(places);
    instructions = List.copyOf(instructions);
  }
}
