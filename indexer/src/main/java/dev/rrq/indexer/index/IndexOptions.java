package dev.rrq.indexer.index;

import dev.rrq.gdbrsp.transport.Endpoint;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to index.
 *
 * @param vmlinux the kernel's ELF file with its symbols, or null to take the one that the recording
 *     names, if it is still there
 * @param from first instant, icount
 * @param to the instant after the last, icount, or {@link Long#MAX_VALUE} for the recording's end
 * @param engine how the replay is watched
 * @param calls whether calls, contexts and interrupts are followed
 * @param attach where the stub of a replay is that somebody else started, to be stepped; null to
 *     start one
 */
public record IndexOptions(
    @Nullable Path vmlinux,
    long from,
    long to,
    Engine engine,
    boolean calls,
    @Nullable Endpoint attach) {

  /** How a replay is watched. */
  public enum Engine {
    /** By a plugin inside the emulator: fast, and it alone knows the guest's uptime. */
    PLUGIN,
    /** Instruction by instruction, by what any gdbstub offers: some thousand a second. */
    STEP
  }

  /** With all that an engine can tell. */
  public IndexOptions(@Nullable Path vmlinux, long from, long to, Engine engine) {
    this(vmlinux, from, to, engine, true, null);
  }

  /** With the plugin. */
  public IndexOptions(@Nullable Path vmlinux, long from, long to) {
    this(vmlinux, from, to, Engine.PLUGIN);
  }

  /** The whole recording. */
  public static final IndexOptions ALL = new IndexOptions(null, 0, Long.MAX_VALUE);

  public IndexOptions {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("the window [" + from + ", " + to + ") is empty");
    }
    if (attach != null && engine != Engine.STEP) {
      throw new IllegalArgumentException("only the step engine takes another's replay");
    }
  }
}
