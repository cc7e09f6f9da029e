package dev.rrq.shell.live;

import dev.rrq.gdbrsp.transport.Endpoint;
import dev.rrq.indexer.live.LiveReplay;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where live replays come from. */
public interface LiveSource {

  /** Starts a replay of the trace, which stands at or before an instant. */
  LiveReplay start(long t);

  /** Joins a machine that the user started. */
  LiveReplay attach(Endpoint endpoint);

  /** The instants to which a replay of the trace can go fast. */
  List<Long> snapshots();

  /** The log that a replay of the trace follows. */
  Path log();

  /** The kernel's symbols, for other debuggers. */
  Optional<Path> vmlinux();

  /** What address-space randomisation adds to the addresses in them. */
  long loadOffset();
}
