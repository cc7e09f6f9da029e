package dev.rrq.gdbrsp;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A switch that ends calls from another thread, once and for good. */
public final class Cancellation {
  private final Set<Runnable> hooks = ConcurrentHashMap.newKeySet();
  private volatile boolean cancelled;

  /** Ends the calls that wait under this switch, and fails those yet to come. */
  public void cancel() {
    cancelled = true;
    hooks.forEach(Runnable::run);
  }

  /** Whether it was used. */
  public boolean isCancelled() {
    return cancelled;
  }

  void add(Runnable hook) {
    hooks.add(hook);
  }

  void remove(Runnable hook) {
    hooks.remove(hook);
  }
}
