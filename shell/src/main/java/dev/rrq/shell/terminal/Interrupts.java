package dev.rrq.shell.terminal;

import java.util.function.Supplier;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C: ends what is running, not what runs it.
 *
 * <p>Work is registered with the way to stop it; an interrupt calls that and interrupts the working
 * thread, which then winds down by the ordinary way of its failure, with all its clean-up.
 */
public final class Interrupts {
  private @Nullable Runnable stop;
  private @Nullable Thread worker;
  private boolean requested;

  /**
   * Listens to SIGINT and SIGTERM of this process.
   *
   * @param giveUp ends the process at once; for who cannot wait until the work has wound down
   */
  public void listen(Runnable giveUp) {
    Signals.register("INT", () -> interruptOr(giveUp));
    Signals.register("TERM", () -> interruptOr(giveUp));
  }

  private void interruptOr(Runnable giveUp) {
    if (requested()) {
      giveUp.run();
    } else {
      interrupt();
    }
  }

  /** Stops the running work; without any, only remembers. */
  public synchronized void interrupt() {
    requested = true;
    if (stop != null) {
      stop.run();
    }
    if (worker != null) {
      worker.interrupt();
    }
  }

  /** Whether the work that runs, or the last one, was interrupted. */
  public synchronized boolean requested() {
    return requested;
  }

  /** Forgets an interrupt, before the next piece of work. */
  public synchronized void reset() {
    requested = false;
    Thread.interrupted();
  }

  /**
   * Runs work that an interrupt stops.
   *
   * @param stop called by another thread; must not block
   */
  public <T> T during(Runnable stop, Supplier<T> work) {
    Runnable outer = begin(stop);
    try {
      return work.get();
    } finally {
      end(outer);
    }
  }

  /**
   * Runs work that ends of its own accord when asked to; its thread is not interrupted, for a
   * blocked read would fail rather than end.
   *
   * @param stop asks it to end; called by another thread
   */
  public <T> T gracefully(Runnable stop, Supplier<T> work) {
    Runnable outer = begin(stop);
    synchronized (this) {
      worker = null;
    }
    try {
      return work.get();
    } finally {
      end(outer);
    }
  }

  private synchronized @Nullable Runnable begin(Runnable inner) {
    Runnable outer = stop;
    stop = inner;
    worker = Thread.currentThread();
    return outer;
  }

  private synchronized void end(@Nullable Runnable outer) {
    stop = outer;
    if (outer == null) {
      worker = null;
      Thread.interrupted();
    }
  }
}
