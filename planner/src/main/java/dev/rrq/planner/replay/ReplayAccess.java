package dev.rrq.planner.replay;

import dev.rrq.planner.GuestMemory;
import dev.rrq.planner.analysis.Interval;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Replays of the recording, for what the index does not hold. Whoever opens a trace gives one to
 * its session; planning knows nothing of the machine that is replayed.
 */
public interface ReplayAccess {

  /** No replay at all. */
  ReplayAccess NONE = new NoReplay("this trace is only an index here: there is nothing to replay");

  /** Why there can be no replay, as a sentence; empty if there can. */
  Optional<String> hindrance();

  /** The times at which a replay can start, ascending; the first is 0. */
  List<Long> starts();

  /** Instructions that a replay gets through in a second, roughly. */
  double speed();

  /**
   * Asks whoever waits for the answer whether so much is to be replayed.
   *
   * @throws dev.rrq.planner.QueryException if not
   */
  void confirm(ReplayCost cost);

  /** Whether a replay can tell who ran. */
  boolean tellsTasks();

  /**
   * Replays a window and hands over what is looked for, in order of time.
   *
   * @throws dev.rrq.planner.QueryException if it cannot be replayed to the end
   */
  void scan(ReplayRequest request, ReplayListener listener);

  /**
   * Every instruction of a window, which had better be short, with its loads and stores.
   *
   * @param listener is asked whether to end early
   */
  List<TracedInstruction> trace(Interval window, ReplayListener listener);

  /**
   * Looks at the machine where it stands at an instant: before whatever happens then.
   *
   * @param isCancelled whether the answer is no longer wanted
   * @param reader must not keep the memory
   * @throws dev.rrq.planner.QueryException if that instant is not reached
   */
  <T> T standing(long t, BooleanSupplier isCancelled, Function<GuestMemory, T> reader);
}
