package dev.rrq.indexer.live;

import dev.rrq.gdbrsp.transport.Endpoint;
import java.util.Optional;
import java.util.OptionalLong;

/** The machine whose stub is talked to: a process of ours, or one that the user started. */
interface Host extends AutoCloseable {

  /** Where its stub listens, for another client; empty where none else can come. */
  Optional<Endpoint> endpoint();

  /** The icount while it runs, where that can be asked. */
  OptionalLong icountNow();

  /** What it said last, where it has ended; empty otherwise. */
  String lastWords();

  /** Ends what is ours. */
  @Override
  void close();
}
