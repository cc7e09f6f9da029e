package dev.rrq.indexer.index;

import dev.rrq.indexer.plugin.CaptureSink;
import dev.rrq.store.StoreWriter;
import java.nio.ByteBuffer;

/** Hands what an engine records to the store. */
final class StoreSink implements CaptureSink {

  private static final int PAGE_BYTES = 4096;

  private final StoreWriter writer;
  private final IndexProgress progress;
  private final long from;
  private final long to;

  StoreSink(StoreWriter writer, IndexProgress progress, long from, long to) {
    this.writer = writer;
    this.progress = progress;
    this.from = from;
    this.to = to;
  }

  @Override
  public void pages(ByteBuffer records) {
    PageRuns runs = new PageRuns(writer::initialMemory);
    while (records.remaining() >= Long.BYTES + PAGE_BYTES) {
      runs.add(records.getLong(), records);
    }
    runs.flush();
  }

  @Override
  public void writes(ByteBuffer records) {
    writer.append(records);
  }

  @Override
  public void calls(ByteBuffer records) {
    writer.flow().calls(records);
  }

  @Override
  public void interrupts(ByteBuffer records) {
    writer.flow().interrupts(records);
  }

  @Override
  public void contexts(ByteBuffer records) {
    writer.flow().contexts(records);
  }

  @Override
  public void clock(ByteBuffer records) {
    writer.flow().clock(records);
  }

  @Override
  public void reached(long icount) {
    writer.reached(icount);
    progress.indexed(from, icount, to, writer.rows());
  }
}
