package dev.rrq.planner.why;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Work on one or two things, at the same time where that is worth it. */
final class Pair {

  static final int SIZE = 2;

  private Pair() {}

  /** The results in order; if one fails, the other is given up, and the first failure is thrown. */
  static <T, R> List<R> work(List<T> things, Facts facts, Function<T, R> work) {
    List<R> results = new ArrayList<>();
    if (things.size() < SIZE || facts.atOnce() < SIZE) {
      things.forEach(thing -> results.add(work.apply(thing)));
      return results;
    }
    AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    Function<T, @Nullable R> guarded =
        thing -> {
          try {
            return work.apply(thing);
          } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
            facts.giveUp();
            return null;
          }
        };
    CompletableFuture<@Nullable R> second =
        CompletableFuture.supplyAsync(
            () -> guarded.apply(things.get(1)), task -> new Thread(task, "rrq-why").start());
    R first = guarded.apply(things.get(0));
    R other = second.join();
    RuntimeException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    if (first != null && other != null) {
      results.add(first);
      results.add(other);
    }
    return results;
  }
}
