package dev.rrq.indexer.live;

import dev.rrq.gdbrsp.packet.breakpoint.BreakpointKind;

/** Why a replay stands still, and where. */
public sealed interface Stop {

  /** The icount at which it stands; 0 for a machine that does not replay. */
  long t();

  /**
   * An instruction did what a watchpoint watches for.
   *
   * @param t the instant after that instruction, so its event is at {@code t - 1}
   * @param kind of the watchpoint
   * @param address of the watchpoint's first byte
   */
  record Watched(long t, BreakpointKind kind, long address) implements Stop {}

  /**
   * An instruction with a breakpoint runs next.
   *
   * @param t its event's time
   */
  record Broken(long t, long pc) implements Stop {}

  /** The wanted instant. */
  record Reached(long t) implements Stop {}

  /** The end of the recording, or the machine was switched off. */
  record Ended(long t) implements Stop {}

  /** Somebody asked it to stop. */
  record Interrupted(long t) implements Stop {}

  /**
   * Something else.
   *
   * @param why as the stub told it
   */
  record Other(long t, String why) implements Stop {}
}
