package dev.rrq.store;

import java.nio.ByteBuffer;
import org.duckdb.DuckDBAppender;

/**
 * Writes the flow of control of a trace: calling contexts, calls, interrupts and the guest's clock.
 * Buffers hold whole records, little endian, and are read to their end. Used by one thread.
 */
public final class FlowWriter implements AutoCloseable {

  private final Catalogue catalogue;
  private final CallFiles calls;

  FlowWriter(Layout layout, Catalogue catalogue) {
    this.catalogue = catalogue;
    calls = new CallFiles(layout, catalogue);
  }

  /** Calls, in any order: {@link Schema#CALLS}. */
  public void calls(ByteBuffer records) {
    calls.append(records);
  }

  /** New calling contexts: {@link Schema#CONTEXTS}. */
  public void contexts(ByteBuffer records) {
    catalogue.with(
        connection -> {
          try (DuckDBAppender appender = connection.createAppender(Schema.CONTEXTS.name())) {
            int at = records.position();
            for (; at < records.limit(); at += FlowRecord.Context.BYTES) {
              appender
                  .beginRow()
                  .append(records.getInt(at + FlowRecord.Context.ID))
                  .append(records.getInt(at + FlowRecord.Context.PARENT))
                  .append(records.getInt(at + FlowRecord.Context.KIND))
                  .append(records.getLong(at + FlowRecord.Context.PC))
                  .endRow();
            }
            records.position(at);
          }
        });
  }

  /** Interrupts and exceptions: {@link Schema#INTERRUPTS}. */
  public void interrupts(ByteBuffer records) {
    catalogue.with(
        connection -> {
          try (DuckDBAppender appender = connection.createAppender(Schema.INTERRUPTS.name())) {
            int at = records.position();
            for (; at < records.limit(); at += FlowRecord.Interrupt.BYTES) {
              appender
                  .beginRow()
                  .append(records.getLong(at + FlowRecord.Interrupt.T))
                  .append(records.getLong(at + FlowRecord.Interrupt.T_END))
                  .append(records.getLong(at + FlowRecord.Interrupt.HANDLER))
                  .append(records.getLong(at + FlowRecord.Interrupt.PC))
                  .append(records.getInt(at + FlowRecord.Interrupt.CONTEXT))
                  .append((int) records.get(at + FlowRecord.Interrupt.ENDING))
                  .endRow();
            }
            records.position(at);
          }
        });
  }

  /** Samples of the guest's virtual clock: {@link Schema#CLOCK}. */
  public void clock(ByteBuffer records) {
    catalogue.with(
        connection -> {
          try (DuckDBAppender appender = connection.createAppender(Schema.CLOCK.name())) {
            int at = records.position();
            for (; at < records.limit(); at += FlowRecord.Clock.BYTES) {
              appender
                  .beginRow()
                  .append(records.getLong(at + FlowRecord.Clock.T))
                  .append(records.getLong(at + FlowRecord.Clock.NANOSECONDS))
                  .endRow();
            }
            records.position(at);
          }
        });
  }

  /** Makes all that came so far durable. */
  void flush() {
    calls.flush();
  }

  /** Fills the table of functions, once the symbols and their place in memory are known. */
  void finish() {
    catalogue.with(
        connection ->
            DuckDb.execute(
                connection,
                """
                INSERT INTO functions
                WITH base AS (
                  SELECT coalesce(max(value::BIGINT), 0) AS kaslr FROM meta
                  WHERE key = 'kaslr_offset')
                SELECT DISTINCT ON (s.address)
                  s.address + CASE WHEN s.address < 0 THEN kaslr ELSE 0 END,
                  s.size, s.name, f.path, CASE WHEN s.line > 0 THEN s.line END
                FROM symbols s CROSS JOIN base LEFT JOIN files f ON f.id = s.file
                WHERE s.kind = 'FUNCTION' AND %s
                ORDER BY s.address, NOT s."global", s.name
                """
                    .formatted(SymbolRow.NAMES_ADDRESSES)));
  }

  @Override
  public void close() {
    calls.close();
  }
}
