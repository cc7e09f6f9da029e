package dev.rrq.store;

import dev.rrq.store.parquet.ColumnValues;
import dev.rrq.store.parquet.ParquetColumn;
import dev.rrq.store.parquet.ParquetColumn.Encoding;
import dev.rrq.store.parquet.ParquetWriter;
import java.nio.ByteBuffer;
import java.util.Map;

/** Turns raw records into the columns of {@link Schema#SEGMENT_ROWS}, many rows at a time. */
final class SegmentColumns {

  private static final int WORDS = RecordBuffer.WORDS;
  private static final int T = RawRecord.T / Long.BYTES;
  private static final int PC = RawRecord.PC / Long.BYTES;
  private static final int VADDR = RawRecord.VADDR / Long.BYTES;
  private static final int PADDR = RawRecord.PADDR / Long.BYTES;
  private static final int OLD = RawRecord.OLD / Long.BYTES;
  private static final int NEW = RawRecord.NEW / Long.BYTES;

  /** The word that holds context, size, origin and flags. */
  private static final int MIXED = RawRecord.CONTEXT / Long.BYTES;

  /** The column of the files that stands in for the virtual address. */
  static final String MAPPING = "mapping";

  /**
   * Neighbours are near in what the rows are sorted by; of some columns many values are equal. What
   * is not here compresses best as it is.
   */
  private static final Map<String, Encoding> ENCODINGS =
      Map.of(
          "t",
          Encoding.DELTA,
          "paddr",
          Encoding.DELTA,
          "pc",
          Encoding.DICTIONARY,
          MAPPING,
          Encoding.DICTIONARY,
          "seq",
          Encoding.DICTIONARY,
          "size",
          Encoding.DICTIONARY,
          "origin",
          Encoding.DICTIONARY);

  private final SiteCollector sites;
  private final LineSetWriter lines = new LineSetWriter();
  private final OldValues oldValues = new OldValues();
  private final ColumnValues t;
  private final ColumnValues seq;
  private final ColumnValues pc;
  private final ColumnValues mapping;
  private final ColumnValues paddr;
  private final ColumnValues size;
  private final ColumnValues old;
  private final ColumnValues value;
  private final ColumnValues context;
  private final ColumnValues origin;
  private final ColumnValues inUser;
  private final ColumnValues tFrom;
  private long tMin;
  private long tMax;
  private long paddrMin;
  private long paddrMax;

  SegmentColumns(ParquetWriter writer, SiteCollector sites) {
    this.sites = sites;
    t = values(writer, "t");
    seq = values(writer, "seq");
    pc = values(writer, "pc");
    mapping = values(writer, "vaddr");
    paddr = values(writer, "paddr");
    size = values(writer, "size");
    old = values(writer, "old");
    value = values(writer, "new");
    context = values(writer, "context");
    origin = values(writer, "origin");
    inUser = values(writer, "in_user");
    tFrom = values(writer, "t_from");
    pc.onDistinct(sites::add);
  }

  /** How a column of the schema is written. */
  static ParquetColumn column(Column column) {
    ParquetColumn.Type type =
        switch (column.type()) {
          case BIGINT -> ParquetColumn.Type.INT64;
          case INTEGER -> ParquetColumn.Type.INT32;
          case BOOLEAN -> ParquetColumn.Type.BOOLEAN;
          case VARCHAR, BLOB -> throw new IllegalArgumentException("not a number: " + column);
        };
    String name = column.name().equals("vaddr") ? MAPPING : column.name();
    return new ParquetColumn(
        name, type, column.nullable(), ENCODINGS.getOrDefault(name, Encoding.PLAIN));
  }

  private static ColumnValues values(ParquetWriter writer, String column) {
    return writer.values(Schema.SEGMENT_ROWS.ordinal(column));
  }

  /** Starts a file. */
  void start() {
    tMin = Long.MAX_VALUE;
    tMax = Long.MIN_VALUE;
    paddrMin = Long.MAX_VALUE;
    paddrMax = Long.MIN_VALUE;
    lines.start();
    oldValues.reset();
  }

  long tMin() {
    return tMin;
  }

  long tMax() {
    return tMax;
  }

  long paddrMin() {
    return paddrMin;
  }

  long paddrMax() {
    return paddrMax;
  }

  /** The lines that the rows of the file touch, as {@link StoredLineSet} reads them. */
  ByteBuffer lines() {
    return lines.bytes();
  }

  /** Adds rows, in the order of the file; see {@link RecordBuffer#gather}. */
  void add(long[] words, int rows) {
    t.addAll(words, T, WORDS, rows);
    paddr.addAll(words, PADDR, WORDS, rows);
    value.addAll(words, NEW, WORDS, rows);
    seq.addAll(words, RecordBuffer.SEQ, WORDS, rows);
    addMixed(words, rows);
    addAuthors(words, rows);
    addOld(words, rows);
    for (int at = 0; at < rows * WORDS; at += WORDS) {
      long time = words[at + T];
      tMin = Math.min(tMin, time);
      tMax = Math.max(tMax, time);
      long address = words[at + PADDR];
      paddrMin = Math.min(paddrMin, address);
      int bytes = size(words[at + MIXED]);
      paddrMax = Math.max(paddrMax, address + bytes - 1);
      lines.add(address, bytes);
    }
  }

  private void addMixed(long[] words, int rows) {
    for (int at = MIXED; at < rows * WORDS; at += WORDS) {
      long mixed = words[at];
      context.add((mixed << Integer.SIZE) >> Integer.SIZE);
      size.add(size(mixed));
      origin.add(origin(mixed));
      inUser.add(isInUser(mixed) ? 1 : 0);
    }
  }

  private void addAuthors(long[] words, int rows) {
    boolean foreign = false;
    for (int at = MIXED; at < rows * WORDS; at += WORDS) {
      foreign |= !isInstruction(words[at]);
      if (isInUser(words[at])) {
        sites.addInUser(words[at - MIXED + PC]);
      }
    }
    if (!foreign) {
      pc.addAll(words, PC, WORDS, rows);
      for (int at = 0; at < rows * WORDS; at += WORDS) {
        mapping.add(words[at + VADDR] - words[at + PADDR]);
      }
      tFrom.addNulls(rows);
      return;
    }
    for (int at = 0; at < rows * WORDS; at += WORDS) {
      if (isInstruction(words[at + MIXED])) {
        pc.add(words[at + PC]);
        mapping.add(words[at + VADDR] - words[at + PADDR]);
        tFrom.addNull();
      } else {
        pc.addNull();
        mapping.addNull();
        tFrom.add(words[at + PC]);
      }
    }
  }

  private void addOld(long[] words, int rows) {
    for (int at = 0; at < rows * WORDS; at += WORDS) {
      long before = words[at + OLD];
      if (oldValues.follows(words[at + PADDR], size(words[at + MIXED]), before, words[at + NEW])) {
        old.addNull();
      } else {
        old.add(before);
      }
    }
  }

  private static int size(long mixed) {
    return (int) (mixed >>> ((RawRecord.SIZE - RawRecord.CONTEXT) * Byte.SIZE)) & 0xff;
  }

  private static int origin(long mixed) {
    return (int) (mixed >>> ((RawRecord.ORIGIN - RawRecord.CONTEXT) * Byte.SIZE)) & 0xff;
  }

  private static boolean isInstruction(long mixed) {
    int origin = origin(mixed);
    return origin == RawRecord.INSTRUCTION || origin == RawRecord.READ;
  }

  private static boolean isInUser(long mixed) {
    int flags = (int) (mixed >>> ((RawRecord.FLAGS - RawRecord.CONTEXT) * Byte.SIZE));
    return (flags & RawRecord.USER) != 0;
  }
}
