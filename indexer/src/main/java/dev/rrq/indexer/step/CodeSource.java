package dev.rrq.indexer.step;

import dev.rrq.gdbrsp.error.RspException;

/** What can be asked for code that is not in RAM. */
interface CodeSource {

  /** Bytes of memory by linear address, as many as there are. */
  byte[] code(long linear, int length) throws RspException;
}
