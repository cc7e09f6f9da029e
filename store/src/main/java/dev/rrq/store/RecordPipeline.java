package dev.rrq.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Two buffers of records: one is filled while a thread stores the other, so that the caller waits
 * only where storing is slower than the engine. Used by one thread.
 */
final class RecordPipeline implements AutoCloseable {

  private final ExecutorService background =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "rrq-segment-writer"));
  private final Supplier<Consumer<RecordBuffer>> store;
  private RecordBuffer filling;
  private RecordBuffer spare;
  private @Nullable Future<?> storing;
  private long rows;

  /**
   * Of two buffers of so many rows.
   *
   * @param store asked when a buffer is full; what it gives is run by the other thread
   */
  RecordPipeline(int bufferRows, Supplier<Consumer<RecordBuffer>> store) {
    this.store = store;
    filling = new RecordBuffer(bufferRows);
    spare = new RecordBuffer(bufferRows);
  }

  /**
   * Adds records. Consumes all that are whole and leaves a partial one at the end of the buffer.
   * Waits while both buffers are in use.
   *
   * @throws StoreException if storing earlier ones failed
   */
  void append(ByteBuffer records) {
    int whole = records.remaining() / RawRecord.BYTES;
    rows += whole;
    ByteBuffer source =
        records.slice(records.position(), whole * RawRecord.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    records.position(records.position() + whole * RawRecord.BYTES);
    while (source.hasRemaining()) {
      filling.fill(source);
      if (filling.isFull()) {
        handOver();
      }
    }
  }

  /** How many records were appended. */
  long rows() {
    return rows;
  }

  /** Gives what was appended to the other thread. */
  void handOver() {
    await();
    if (filling.rows() == 0) {
      return;
    }
    RecordBuffer full = filling;
    Consumer<RecordBuffer> job = store.get();
    storing = background.submit(() -> job.accept(full));
    filling = spare;
    filling.clear();
    spare = full;
  }

  /** Waits until all that was handed over is stored. */
  void await() {
    if (storing == null) {
      return;
    }
    try {
      storing.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException.Failed("indexing was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException failure) {
        throw failure;
      }
      throw new StoreException.Failed("a segment could not be stored", e.getCause());
    } finally {
      storing = null;
    }
  }

  /** Lets the thread end after what it does now. */
  @Override
  public void close() {
    background.shutdown();
  }
}
