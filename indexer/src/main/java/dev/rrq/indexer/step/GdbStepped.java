package dev.rrq.indexer.step;

import dev.rrq.gdbrsp.GdbClient;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.error.StubErrorException;
import dev.rrq.gdbrsp.packet.qemu.SingleStepFlag;
import dev.rrq.gdbrsp.packet.qemu.StepLog;
import dev.rrq.gdbrsp.packet.stop.StopReply;
import dev.rrq.gdbrsp.target.RegisterValues;
import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.live.LiveMemory;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A machine behind QEMU's stub. */
final class GdbStepped implements Stepped, ManyStepped {

  private static final String[] SELECTORS = {"cs", "ss", "ds", "es", "fs", "gs"};

  private final GdbClient gdb;
  private final LiveMemory memory;
  private final Runnable moved;
  private @Nullable SegmentCache segments;
  private final long[] key = new long[SELECTORS.length + 2];

  /**
   * Takes over a machine that stands still.
   *
   * @param memory through the same connection
   * @param moved is told of each step
   */
  GdbStepped(GdbClient gdb, LiveMemory memory, Runnable moved) throws RspException {
    this.gdb = gdb;
    this.memory = memory;
    this.moved = moved;
    // In a step, interrupts come and timers run, or it would not be the same execution.
    gdb.qemu().singleStepFlags(Set.of(SingleStepFlag.ENABLE));
  }

  @Override
  public long icount() throws RspException {
    return gdb.monitor().replayStatus().icount();
  }

  @Override
  public StubState state() throws RspException {
    RegisterValues values = gdb.registers().read();
    return StubState.of(values, segments(values));
  }

  @Override
  public CpuState step() throws RspException {
    StopReply stop = gdb.execution().step();
    moved.run();
    if (!(stop instanceof StopReply.Stopped)) {
      throw IndexerException.failed("the machine ended while it was stepped: " + stop);
    }
    return state();
  }

  @Override
  public StepLog steps(long most) throws RspException {
    segments = null;
    StepLog log = gdb.execution().stepMany(most);
    moved.run();
    return log;
  }

  @Override
  public byte[] code(long linear, int length) throws RspException {
    for (int bytes = length; bytes > 0; bytes /= 2) {
      try {
        return memory.virtual(linear, bytes);
      } catch (IndexerException beyond) {
        if (!(beyond.getCause() instanceof StubErrorException)) {
          throw beyond;
        }
        // Less may be there: the next page need not be.
      }
    }
    return new byte[0];
  }

  /** Hidden parts change when a selector or the mode does; the tables are read again with them. */
  private SegmentCache segments(RegisterValues values) throws RspException {
    boolean same = segments != null;
    for (int i = 0; i < key.length; i++) {
      long value =
          i < SELECTORS.length
              ? values.number(SELECTORS[i])
              : i == SELECTORS.length ? values.number("cr0") & 1 : values.number("efer");
      same &= key[i] == value;
      key[i] = value;
    }
    SegmentCache known = segments;
    if (known == null || !same) {
      known = SegmentCache.parse(gdb.monitor().execute("info registers"));
      segments = known;
    }
    return known;
  }

  @Override
  public void forgetSegments() {
    segments = null;
  }
}
