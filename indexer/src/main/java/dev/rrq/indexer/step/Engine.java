package dev.rrq.indexer.step;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/** Watches a machine step by step, and tells each change of its memory. */
interface Engine {

  /**
   * Steps until an instant, or until it is cancelled.
   *
   * @return the instant reached, before which everything was told
   */
  long run(long to, BooleanSupplier cancelled) throws IOException;

  /** Steps taken. */
  long steps();

  /** Instructions that ran within the step of another one that is not known to do that. */
  long unseen();

  /** Changes found. */
  long written();
}
