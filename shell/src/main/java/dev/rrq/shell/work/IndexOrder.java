package dev.rrq.shell.work;

import dev.rrq.gdbrsp.transport.Endpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What to index.
 *
 * @param from first icount, inclusive
 * @param to last icount, exclusive
 * @param allStores whether stores that change nothing are kept
 * @param reads places whose reads are kept
 * @param calls whether calls are followed
 * @param replace whether an index that is there makes way for this one, even if it covers more
 * @param attach where the stub is of a replay that the user started, to be stepped
 */
public record IndexOrder(
    Path trace,
    Optional<Path> vmlinux,
    OptionalLong from,
    OptionalLong to,
    Engine engine,
    boolean allStores,
    List<String> reads,
    boolean calls,
    boolean replace,
    Optional<Endpoint> attach) {
  public IndexOrder {
    reads = List.copyOf(reads);
  }

  /** How a replay is watched. */
  public enum Engine {
    /** Inside the emulator. */
    PLUGIN,
    /** Instruction by instruction, over the remote protocol. */
    STEP;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
