package dev.rrq.indexer.index;

import dev.rrq.indexer.plugin.CaptureSink;
import dev.rrq.indexer.scan.Access;
import dev.rrq.store.AccessWriter;
import dev.rrq.store.RawRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Hands the accesses that a scan records to the index, as the store wants them. */
final class AccessSink implements CaptureSink {

  private static final int BATCH = 4096;

  private final AccessWriter writer;
  private final long end;
  private final ByteBuffer batch =
      ByteBuffer.allocateDirect(BATCH * RawRecord.BYTES).order(ByteOrder.LITTLE_ENDIAN);

  /** What nobody did may show when memory is compared in the end, after the window. */
  AccessSink(AccessWriter writer, long end) {
    this.writer = writer;
    this.end = end;
  }

  @Override
  public void writes(ByteBuffer records) {
    for (int at = records.position(); at < records.limit(); at += RawRecord.BYTES) {
      add(records, at);
      if (!batch.hasRemaining()) {
        flush();
      }
    }
    flush();
  }

  private void add(ByteBuffer records, int at) {
    int to = batch.position();
    for (int word = 0; word < RawRecord.BYTES; word += Long.BYTES) {
      batch.putLong(records.getLong(at + word));
    }
    batch.putLong(to + RawRecord.T, Math.min(end - 1, records.getLong(at + RawRecord.T)));
    // No run follows the stacks: the contexts are those of the index, by time.
    batch.putInt(to + RawRecord.CONTEXT, 0);
    if ((records.getShort(at + RawRecord.FLAGS) & Access.READ_FLAG) != 0) {
      batch.put(to + RawRecord.ORIGIN, (byte) RawRecord.READ);
    }
  }

  private void flush() {
    batch.flip();
    writer.append(batch);
    batch.clear();
  }
}
