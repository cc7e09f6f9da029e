package dev.rrq.indexer.scan;

import dev.rrq.indexer.plugin.CaptureSink;
import dev.rrq.store.RawRecord;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads what the plugin records. */
final class RecordReader implements CaptureSink {

  private static final int EXECUTION = 4;
  private static final int REGISTER = 8;
  private static final int CONTENT = 16;
  private static final int CONTEXT_BYTES = 24;

  private final ScanSink sink;
  private final boolean everything;
  private long lastT = -1;
  private long lastPc;

  /** The sink wants no more. */
  static final class Enough extends IOException {
    private static final long serialVersionUID = 1L;
  }

  RecordReader(ScanRequest request, ScanSink sink) {
    this.sink = sink;
    this.everything = request.everything();
  }

  @Override
  public void writes(ByteBuffer records) throws IOException {
    for (int at = records.position(); at < records.limit(); at += RawRecord.BYTES) {
      Access access = access(records, at);
      if (!isRepeated(access) && !sink.found(access)) {
        throw new Enough();
      }
    }
  }

  private static Access access(ByteBuffer records, int at) {
    int flags = records.getShort(at + RawRecord.FLAGS);
    return new Access(
        kind(flags),
        records.getLong(at + RawRecord.T),
        records.getLong(at + RawRecord.PC),
        records.getLong(at + RawRecord.VADDR),
        records.getLong(at + RawRecord.PADDR),
        records.get(at + RawRecord.SIZE),
        records.getLong(at + RawRecord.OLD),
        records.getLong(at + RawRecord.NEW),
        records.getInt(at + RawRecord.CONTEXT),
        records.get(at + RawRecord.ORIGIN),
        (flags & RawRecord.USER) != 0);
  }

  private static Access.Kind kind(int flags) {
    if ((flags & EXECUTION) != 0) {
      return Access.Kind.EXECUTION;
    } else if ((flags & REGISTER) != 0) {
      return Access.Kind.REGISTER;
    } else if ((flags & CONTENT) != 0) {
      return Access.Kind.CONTENT;
    }
    return (flags & Access.READ_FLAG) != 0 ? Access.Kind.READ : Access.Kind.STORE;
  }

  /** The emulator begins an instruction anew where it finds that it accesses a device. */
  private boolean isRepeated(Access access) {
    if (access.kind() != Access.Kind.EXECUTION || everything) {
      return false;
    }
    boolean repeated = access.t() == lastT && access.pc() == lastPc;
    lastT = access.t();
    lastPc = access.pc();
    return repeated;
  }

  @Override
  public void contexts(ByteBuffer records) {
    for (int at = records.position(); at < records.limit(); at += CONTEXT_BYTES) {
      sink.context(
          records.getInt(at),
          records.getInt(at + 4),
          records.getLong(at + 8),
          records.getInt(at + 16));
    }
  }
}
