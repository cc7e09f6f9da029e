package dev.rrq.planner.replay;

import dev.rrq.planner.GuestMemory;
import dev.rrq.planner.QueryException;
import dev.rrq.planner.analysis.Interval;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * A recording that cannot be replayed.
 *
 * @param reason why not, as a sentence
 */
public record NoReplay(String reason) implements ReplayAccess {

  @Override
  public Optional<String> hindrance() {
    return Optional.of(reason);
  }

  @Override
  public List<Long> starts() {
    return List.of(0L);
  }

  @Override
  public double speed() {
    return 1;
  }

  @Override
  public void confirm(ReplayCost cost) {
    throw new QueryException(reason);
  }

  @Override
  public boolean tellsTasks() {
    return false;
  }

  @Override
  public void scan(ReplayRequest request, ReplayListener listener) {
    throw new QueryException(reason);
  }

  @Override
  public List<TracedInstruction> trace(Interval window, ReplayListener listener) {
    throw new QueryException(reason);
  }

  @Override
  public <T> T standing(long t, BooleanSupplier isCancelled, Function<GuestMemory, T> reader) {
    throw new QueryException(reason);
  }
}
