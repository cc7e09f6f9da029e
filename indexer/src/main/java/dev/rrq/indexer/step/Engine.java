package dev.rrq.indexer.step;

import dev.rrq.indexer.plugin.CaptureSink;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * Watches a machine step by step, and tells each change of its memory: first what memory holds,
 * then what each step changes, at last what all memory shows that no step told of.
 */
abstract class Engine {

  final StepObserver observer;
  final ChangeWriter changes;

  /** The instant at which the machine stands at first. */
  final long from;

  private final CaptureSink sink;
  private long steps;

  Engine(RamImage ram, CaptureSink sink, StepObserver observer, long from) {
    this.observer = observer;
    this.sink = sink;
    this.from = from;
    this.changes = new ChangeWriter(ram, sink, observer::context);
  }

  /**
   * Steps until an instant, or until it is cancelled.
   *
   * @return the instant reached, before which everything was told
   */
  final long run(long to, BooleanSupplier cancelled) throws IOException {
    changes.initialMemory();
    long end = follow(to, cancelled);
    changes.at(end);
    changes.compareAll(from);
    observer.finished(end);
    reached(end);
    return end;
  }

  /** Makes the steps, and tells each. */
  abstract long follow(long to, BooleanSupplier cancelled) throws IOException;

  /** A step was made. */
  final void count() {
    steps++;
  }

  /** Hands over what was told until now. */
  final void reached(long t) throws IOException {
    changes.flush();
    sink.reached(t);
  }

  /** Steps taken. */
  final long steps() {
    return steps;
  }

  /** Instructions that ran within the step of another one that is not known to do that. */
  long unseen() {
    return 0;
  }

  /** Changes found. */
  final long written() {
    return changes.written();
  }
}
