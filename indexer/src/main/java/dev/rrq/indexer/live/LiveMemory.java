package dev.rrq.indexer.live;

import dev.rrq.gdbrsp.GdbClient;
import dev.rrq.gdbrsp.error.RspException;

/** The memory of a machine that stands still, by physical or virtual addresses. */
public final class LiveMemory {

  private final GdbClient gdb;
  private boolean physical;

  /** Reads through a connection, whose mode of addresses nobody else may change. */
  public LiveMemory(GdbClient gdb) {
    this.gdb = gdb;
  }

  /** Reads by physical addresses. */
  public byte[] physical(long address, int length) {
    try {
      mode(true);
      return gdb.memory().read(address, length);
    } catch (RspException e) {
      throw StubLink.failure(e);
    }
  }

  /** Reads by virtual addresses of whoever runs now. */
  public byte[] virtual(long address, int length) {
    try {
      mode(false);
      return gdb.memory().read(address, length);
    } catch (RspException e) {
      throw StubLink.failure(e);
    }
  }

  /** Asked only when it changes: reads come in runs. */
  private void mode(boolean wanted) throws RspException {
    if (physical != wanted) {
      gdb.qemu().physicalMemory(wanted);
      physical = wanted;
    }
  }

  /** Leaves the stub as other clients expect it. */
  public void restore() throws RspException {
    mode(false);
  }
}
