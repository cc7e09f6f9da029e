package dev.rrq.store;

import dev.rrq.store.parquet.ColumnValues;
import dev.rrq.store.parquet.ParquetColumn;
import dev.rrq.store.parquet.ParquetWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes sorted segments as Parquet files. Not safe for use by two threads at once. */
final class SegmentFiles implements AutoCloseable {

  private static final int COMPRESSION_LEVEL = Integer.getInteger("rrq.level", 1);

  /** Rows that are copied at once from all over the segment: they stay in the processor's cache. */
  private static final int GATHERED_ROWS = 1024;

  private final Layout layout;
  private final StoreOptions options;
  private final SortedSegment sorted = new SortedSegment();
  private final SiteCollector sites;
  private final ParquetWriter writer;
  private final long[] gathered = new long[GATHERED_ROWS * RecordBuffer.WORDS];
  private final OldValues oldValues = new OldValues();
  private final ColumnValues t;
  private final ColumnValues seq;
  private final ColumnValues pc;
  private final ColumnValues vaddr;
  private final ColumnValues paddr;
  private final ColumnValues size;
  private final ColumnValues old;
  private final ColumnValues value;
  private final ColumnValues context;
  private final ColumnValues origin;
  private final ColumnValues inUser;
  private final ColumnValues tFrom;
  private int nextId;
  private int nextSlice;
  private int position;
  private long tMin;
  private long tMax;
  private long paddrMax;
  private volatile boolean cancelled;

  SegmentFiles(Layout layout, StoreOptions options, SiteCollector sites) {
    this.layout = layout;
    this.options = options;
    this.sites = sites;
    writer =
        new ParquetWriter(
            Schema.SEGMENT_ROWS.columns().stream().map(SegmentFiles::column).toList(),
            options.rowGroupRows(),
            COMPRESSION_LEVEL);
    t = values("t");
    seq = values("seq");
    pc = values("pc");
    vaddr = values("vaddr");
    paddr = values("paddr");
    size = values("size");
    old = values("old");
    value = values("new");
    context = values("context");
    origin = values("origin");
    inUser = values("in_user");
    tFrom = values("t_from");
    pc.onDistinct(sites::add);
  }

  private ColumnValues values(String column) {
    return writer.values(Schema.SEGMENT_ROWS.ordinal(column));
  }

  private static ParquetColumn column(Column column) {
    ParquetColumn.Type type =
        switch (column.type()) {
          case BIGINT -> ParquetColumn.Type.INT64;
          case INTEGER -> ParquetColumn.Type.INT32;
          case BOOLEAN -> ParquetColumn.Type.BOOLEAN;
          case VARCHAR, BLOB -> throw new IllegalArgumentException("no number: " + column);
        };
    ParquetColumn.Encoding encoding =
        switch (column.name()) {
          case "t", "paddr", "vaddr" -> ParquetColumn.Encoding.DELTA;
          case "pc", "seq", "size", "context", "origin" -> ParquetColumn.Encoding.DICTIONARY;
          default -> ParquetColumn.Encoding.PLAIN;
        };
    String override = System.getProperty("rrq.enc." + column.name());
    return new ParquetColumn(
        column.name(),
        type,
        column.nullable(),
        override == null ? encoding : ParquetColumn.Encoding.valueOf(override));
  }

  /** Writes the files of one segment. */
  List<Segment> write(RecordBuffer records) {
    sorted.load(records);
    List<Segment> files = new ArrayList<>();
    position = 0;
    while (position < sorted.rows() && !cancelled) {
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
    tMin = Long.MAX_VALUE;
    tMax = Long.MIN_VALUE;
    paddrMax = Long.MIN_VALUE;
    oldValues.reset();
    try {
      long bytes = writer.write(file, limit -> fill(Math.min(to, position + limit)));
      return new Segment(
          nextId++, nextSlice, file, tMin, tMax, sorted.paddrAt(from), paddrMax, to - from, bytes);
    } catch (IOException e) {
      throw DuckDb.failure(layout.index(), e);
    }
  }

  private void fill(int to) {
    while (position < to) {
      int count = Math.min(GATHERED_ROWS, to - position);
      sorted.gather(position, count, gathered);
      for (int i = 0; i < count; i++) {
        add(position + i, i * RecordBuffer.WORDS);
      }
      position += count;
    }
  }

  private void add(int at, int word) {
    long time = gathered[word + RawRecord.T / Long.BYTES];
    long instruction = gathered[word + RawRecord.PC / Long.BYTES];
    long virtual = gathered[word + RawRecord.VADDR / Long.BYTES];
    long address = gathered[word + RawRecord.PADDR / Long.BYTES];
    long before = gathered[word + RawRecord.OLD / Long.BYTES];
    long after = gathered[word + RawRecord.NEW / Long.BYTES];
    long last = gathered[word + RawRecord.CONTEXT / Long.BYTES];
    int bytes = bits(last, RawRecord.SIZE, Byte.SIZE);
    int author = bits(last, RawRecord.ORIGIN, Byte.SIZE);
    int flags = bits(last, RawRecord.FLAGS, Short.SIZE);
    boolean user = (flags & RawRecord.USER) != 0;
    t.add(time);
    seq.add(sorted.seqAt(at, flags));
    if (author == RawRecord.INSTRUCTION) {
      pc.add(instruction);
      vaddr.add(virtual);
      tFrom.addNull();
      if (user) {
        sites.addInUser(instruction);
      }
    } else {
      pc.addNull();
      vaddr.addNull();
      tFrom.add(instruction);
    }
    paddr.add(address);
    size.add(bytes);
    if (oldValues.follows(address, bytes, before, after)) {
      old.addNull();
    } else {
      old.add(before);
    }
    value.add(after);
    context.add(bits(last, RawRecord.CONTEXT, Integer.SIZE));
    origin.add(author);
    inUser.add(user ? 1 : 0);
    tMin = Math.min(tMin, time);
    tMax = Math.max(tMax, time);
    paddrMax = Math.max(paddrMax, address + bytes - 1);
  }

  /** A field of the last word of a record. */
  private static int bits(long lastWord, int field, int width) {
    long shifted = lastWord >>> ((field - RawRecord.CONTEXT) * Byte.SIZE);
    return (int) (shifted & ((1L << width) - 1));
  }

  @Override
  public void close() {
    writer.close();
  }
}
