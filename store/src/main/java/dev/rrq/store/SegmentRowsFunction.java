package dev.rrq.store;

import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBWritableVector;

/** The table function that hands the rows of a file to DuckDB. */
final class SegmentRowsFunction implements DuckDBTableFunction<Integer, Integer, Integer> {

  static final String NAME = "rrq_segment_rows";

  private final SortedSegment segment;
  private final SiteCollector sites;
  private final OldValues oldValues = new OldValues();
  private int position;
  private int end;
  private long tMin;
  private long tMax;
  private long paddrMax;

  SegmentRowsFunction(SortedSegment segment, SiteCollector sites) {
    this.segment = segment;
    this.sites = sites;
  }

  /** Chooses the rows of the next file, by their position in the segment's order. */
  void select(int from, int to) {
    position = from;
    end = to;
    tMin = Long.MAX_VALUE;
    tMax = Long.MIN_VALUE;
    paddrMax = Long.MIN_VALUE;
    oldValues.reset();
  }

  long tMin() {
    return tMin;
  }

  long tMax() {
    return tMax;
  }

  long paddrMax() {
    return paddrMax;
  }

  @Override
  public Integer bind(DuckDBTableFunctionBindInfo info) {
    for (Column column : Schema.SEGMENT_ROWS.columns()) {
      info.addResultColumn(column.name(), DuckDBColumnType.valueOf(column.type().name()));
    }
    return 0;
  }

  @Override
  public Integer init(DuckDBTableFunctionInitInfo info) {
    info.setMaxThreads(1);
    return 0;
  }

  @Override
  public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter chunk) {
    int count = (int) Math.min(chunk.capacity(), end - position);
    DuckDBWritableVector[] columns = new DuckDBWritableVector[(int) chunk.columnCount()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = chunk.vector(i);
    }
    for (int i = 0; i < count; i++) {
      put(columns, i, position + i);
    }
    position += count;
    return count;
  }

  private void put(DuckDBWritableVector[] columns, int i, int at) {
    RecordBuffer records = segment.records();
    int row = segment.rowAt(at);
    long paddr = segment.paddrAt(at);
    long t = records.longAt(row, RawRecord.T);
    long pc = records.longAt(row, RawRecord.PC);
    long old = records.longAt(row, RawRecord.OLD);
    long value = records.longAt(row, RawRecord.NEW);
    int size = records.byteAt(row, RawRecord.SIZE);
    int origin = records.byteAt(row, RawRecord.ORIGIN);
    boolean inUser = (records.shortAt(row, RawRecord.FLAGS) & RawRecord.USER) != 0;
    columns[0].setLong(i, t);
    columns[1].setInt(i, segment.seqOf(row));
    if (origin == RawRecord.INSTRUCTION) {
      columns[2].setLong(i, pc);
      columns[3].setLong(i, records.longAt(row, RawRecord.VADDR));
      columns[11].setNull(i);
      sites.add(pc, inUser);
    } else {
      columns[2].setNull(i);
      columns[3].setNull(i);
      columns[11].setLong(i, pc);
    }
    columns[4].setLong(i, paddr);
    columns[5].setInt(i, size);
    if (oldValues.follows(paddr, size, old, value)) {
      columns[6].setNull(i);
    } else {
      columns[6].setLong(i, old);
    }
    columns[7].setLong(i, value);
    columns[8].setInt(i, records.intAt(row, RawRecord.CONTEXT));
    columns[9].setInt(i, origin);
    columns[10].setBoolean(i, inUser);
    tMin = Math.min(tMin, t);
    tMax = Math.max(tMax, t);
    paddrMax = Math.max(paddrMax, paddr + size - 1);
  }
}
