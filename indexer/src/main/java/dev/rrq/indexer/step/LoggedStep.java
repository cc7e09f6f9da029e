package dev.rrq.indexer.step;

import dev.rrq.gdbrsp.packet.qemu.StepLog;
import dev.rrq.indexer.disassembly.Instruction;
import dev.rrq.store.RawRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The step of a log that is being read: it takes the registers that changed, and writes a record of
 * each change of memory. One object for all steps, since there are millions a second.
 */
final class LoggedStep implements StepLog.Visitor, StepObserver.FinishedStep {

  private final ChangeWriter changes;
  private final CodeReader code;
  private final PhysicalMemory memory;
  private final LoggedState before;
  private final LoggedState after;
  private final int[] changed = new int[256];
  private int changedCount;
  private long t;
  private long next;

  LoggedStep(
      LoggedState state, long t, ChangeWriter changes, CodeReader code, PhysicalMemory memory) {
    this.before = state;
    this.after = state.copy();
    this.changes = changes;
    this.code = code;
    this.memory = memory;
    this.t = t;
    this.next = t;
  }

  /** Reads the next step of a log. */
  void read(StepLog log) throws IOException {
    for (int i = 0; i < changedCount; i++) {
      before.take(changed[i], after);
    }
    changedCount = 0;
    t = next;
    changes.at(t);
    try {
      next = t + log.next(this);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void register(int number, byte[] log, int at, int size) {
    after.set(number, log, at, size);
    changed[changedCount++] = number;
  }

  @Override
  public void write(
      StepLog.Writer writer, long physical, long virtual, byte[] log, int at, int size) {
    try {
      switch (writer) {
        case INSTRUCTION ->
            changes.told(
                before.pc(), virtual, physical, Bytes.number(log, at, size), size, before.inUser());
        case CPU -> changes.told(RawRecord.CPU, virtual, physical, log, at, size);
        case DEVICE -> changes.told(RawRecord.DEVICE, virtual, physical, log, at, size);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long t() {
    return t;
  }

  @Override
  public long next() {
    return next;
  }

  @Override
  public LoggedState before() {
    return before;
  }

  @Override
  public LoggedState after() {
    return after;
  }

  @Override
  public @Nullable Instruction instruction() throws IOException {
    return code.at(before);
  }

  @Override
  public PhysicalMemory memory() {
    return memory;
  }
}
