package dev.rrq.shell.session;

import dev.rrq.shell.completion.Names;
import dev.rrq.shell.failure.ShellException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The trace that is open, or being opened: opening goes on in the background while the user types,
 * and the first statement waits for it.
 */
public final class EngineSlot implements AutoCloseable {
  private final Function<Path, Engine> opener;
  private @Nullable CompletableFuture<Engine> engine;

  /**
   * An empty slot.
   *
   * @param opener opens a trace or fails with a sentence
   */
  public EngineSlot(Function<Path, Engine> opener) {
    this.opener = opener;
  }

  /** Is told when a trace is open, or why it is not; by the thread that opens. */
  public interface Listener {
    /** One of the two is null. */
    void done(@Nullable Engine engine, @Nullable Throwable failure);
  }

  /** Begins to open a trace, in place of the one that is open. */
  public synchronized void open(Path trace, Listener listener) {
    close();
    CompletableFuture<Engine> opening = new CompletableFuture<>();
    Thread thread = new Thread(() -> complete(opening, trace, listener), "rrq-open");
    thread.setDaemon(true);
    thread.start();
    engine = opening;
  }

  private void complete(CompletableFuture<Engine> opening, Path trace, Listener listener) {
    try {
      Engine opened = opener.apply(trace);
      opening.complete(opened);
      listener.done(opened, null);
    } catch (RuntimeException | Error e) {
      opening.completeExceptionally(e);
      listener.done(null, e);
    }
  }

  /** The open trace; waits for it. */
  public Engine get() {
    CompletableFuture<Engine> opening;
    synchronized (this) {
      opening = engine;
    }
    if (opening == null) {
      throw ShellException.usage(
          "no trace is open", "`open TRACE` opens one; so does rrq TRACE on the command line");
    }
    try {
      return opening.get();
    } catch (InterruptedException e) {
      throw ShellException.interrupted();
    } catch (ExecutionException e) {
      throw unwrap(e);
    }
  }

  private static RuntimeException unwrap(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
  }

  /** The names of the trace, without waiting for it. */
  public synchronized Names names() {
    return ready().map(Engine::names).orElse(Names.NONE);
  }

  private Optional<Engine> ready() {
    if (engine == null || !engine.isDone() || engine.isCompletedExceptionally()) {
      return Optional.empty();
    }
    return Optional.of(engine.join());
  }

  /** Closes what is open, also if it is not open yet. */
  @Override
  public synchronized void close() {
    if (engine != null) {
      CompletableFuture<Void> unused = engine.thenAccept(Engine::close);
      engine = null;
    }
  }
}
