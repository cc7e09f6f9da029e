package dev.rrq.indexer.step;

import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.qemu.StepLog;

/** A stopped machine that makes many steps at once, and tells what each of them did. */
interface ManyStepped extends CodeSource {

  /** Instructions so far; exact. */
  long icount() throws RspException;

  /** Its processor now. */
  StubState state() throws RspException;

  /** Makes at most so many steps, and executes no more instructions than that. */
  StepLog steps(long most) throws RspException;
}
