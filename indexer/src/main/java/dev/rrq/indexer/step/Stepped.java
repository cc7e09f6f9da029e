package dev.rrq.indexer.step;

import dev.rrq.gdbrsp.error.RspException;

/**
 * A stopped machine that can be moved on by one instruction, or by an interrupt or exception that
 * comes before it.
 */
interface Stepped extends CodeSource {

  /** Instructions so far; exact. */
  long icount() throws RspException;

  /** Its processor now. */
  CpuState state() throws RspException;

  /** Moves it on by one step, and gives its processor. */
  CpuState step() throws RspException;

  /** The next step changes hidden parts of segments, or moves the tables of descriptors. */
  void forgetSegments();
}
