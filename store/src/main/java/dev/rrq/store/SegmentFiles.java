package dev.rrq.store;

import dev.rrq.store.parquet.ParquetWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Writes sorted segments as Parquet files. Not safe for use by two threads at once. */
final class SegmentFiles implements AutoCloseable {

  /** Level 1 saves a tenth of the time of this thread and costs 3 % in size. */
  private static final int COMPRESSION_LEVEL = 3;

  /** Rows that are copied at once from all over the segment: they stay in the processor's cache. */
  private static final int GATHERED_ROWS = 1024;

  private final Layout layout;
  private final StoreOptions options;
  private final SortedSegment sorted = new SortedSegment();
  private final ParquetWriter writer;
  private final SegmentColumns columns;
  private final long[] gathered = new long[GATHERED_ROWS * RecordBuffer.WORDS];
  private int nextId;
  private int nextSlice;
  private int position;
  private volatile boolean cancelled;

  SegmentFiles(Layout layout, StoreOptions options, SiteCollector sites) {
    this.layout = layout;
    this.options = options;
    writer =
        new ParquetWriter(
            Schema.SEGMENT_ROWS.columns().stream().map(SegmentColumns::column).toList(),
            options.rowGroupRows(),
            COMPRESSION_LEVEL);
    columns = new SegmentColumns(writer, sites);
  }

  /**
   * Writes the files of one segment.
   *
   * @throws CancellationException if {@link #cancel} was called
   */
  List<Segment> write(RecordBuffer records) {
    sorted.load(records);
    List<Segment> files = new ArrayList<>();
    position = 0;
    while (position < sorted.rows()) {
      if (cancelled) {
        throw new CancellationException();
      }
      files.add(writeFile());
    }
    nextSlice++;
    return files;
  }

  /** The time of the last record of the segment that was written last. */
  long lastT() {
    return sorted.lastT();
  }

  /** Makes a {@link #write} that is under way on another thread end soon. */
  void cancel() {
    cancelled = true;
  }

  private Segment writeFile() {
    int from = position;
    int to = Math.min(sorted.rows(), from + options.fileRows());
    Path file = layout.index().resolve(Layout.segmentFile(nextId));
    columns.start();
    try {
      long bytes =
          writer.write(file, limit -> fill(Math.min(to, position + limit)), columns::lines);
      return Segment.stored(
          nextId++,
          nextSlice,
          file,
          columns.tMin(),
          columns.tMax(),
          columns.paddrMin(),
          columns.paddrMax(),
          to - from,
          bytes);
    } catch (IOException e) {
      throw DuckDb.failure(layout.index(), e);
    }
  }

  private void fill(int to) {
    while (position < to) {
      int count = Math.min(GATHERED_ROWS, to - position);
      sorted.gather(position, count, gathered);
      columns.add(gathered, count);
      position += count;
    }
  }

  @Override
  public void close() {
    writer.close();
  }
}
