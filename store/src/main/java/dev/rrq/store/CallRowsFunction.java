package dev.rrq.store;

import java.nio.ByteBuffer;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;

/** The table function that hands call records to DuckDB. */
final class CallRowsFunction implements DuckDBTableFunction<Integer, Integer, Integer> {

  static final String NAME = "rrq_call_rows";

  private ByteBuffer records = ByteBuffer.allocate(0);
  private int position;
  private int rows;

  /** Chooses the records; whole ones, from the start of the buffer. */
  void select(ByteBuffer buffer, int count) {
    records = buffer;
    rows = count;
    position = 0;
  }

  @Override
  public Integer bind(DuckDBTableFunctionBindInfo info) {
    for (Column column : Schema.CALL_ROWS.columns()) {
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
    int count = (int) Math.min(chunk.capacity(), rows - position);
    var entry = chunk.vector(0);
    var t = chunk.vector(1);
    var duration = chunk.vector(2);
    var context = chunk.vector(3);
    var ending = chunk.vector(4);
    for (int i = 0; i < count; i++) {
      int at = (position + i) * FlowRecord.Call.BYTES;
      long entryTime = records.getLong(at + FlowRecord.Call.T);
      entry.setLong(i, records.getLong(at + FlowRecord.Call.FUNCTION));
      t.setLong(i, entryTime);
      duration.setLong(i, records.getLong(at + FlowRecord.Call.T_END) - entryTime);
      context.setInt(i, records.getInt(at + FlowRecord.Call.CONTEXT));
      ending.setInt(i, records.get(at + FlowRecord.Call.ENDING));
    }
    position += count;
    return count;
  }
}
