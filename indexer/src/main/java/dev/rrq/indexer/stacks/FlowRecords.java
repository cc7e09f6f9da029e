package dev.rrq.indexer.stacks;

import dev.rrq.indexer.plugin.CaptureSink;
import dev.rrq.store.FlowRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes contexts, calls and interrupts in the plugin's layout, and hands over full buffers. */
final class FlowRecords {

  private static final int RECORDS = 4096;

  private final CaptureSink sink;
  private final ByteBuffer contexts = buffer(FlowRecord.Context.BYTES);
  private final ByteBuffer calls = buffer(FlowRecord.Call.BYTES);
  private final ByteBuffer interrupts = buffer(FlowRecord.Interrupt.BYTES);

  FlowRecords(CaptureSink sink) {
    this.sink = sink;
  }

  private static ByteBuffer buffer(int recordBytes) {
    return ByteBuffer.allocate(RECORDS * recordBytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  void context(int id, int parent, long pc, int kind) throws IOException {
    if (!contexts.hasRemaining()) {
      flushContexts();
    }
    contexts.putInt(id).putInt(parent).putLong(pc).putInt(kind).putInt(0);
  }

  void call(Frame frame, CallEnd end, long time) throws IOException {
    if (!calls.hasRemaining()) {
      flushCalls();
    }
    calls.putLong(frame.entryTime).putLong(time).putLong(frame.function).putInt(frame.context);
    calls.put(end.code()).put((byte) frame.argumentsKnown).putShort((short) 0);
    for (int i = 0; i < frame.arguments.length; i++) {
      calls.putLong((frame.argumentsKnown >> i & 1) != 0 ? frame.arguments[i] : 0);
    }
  }

  void interrupt(Frame frame, CallEnd end, long time) throws IOException {
    if (!interrupts.hasRemaining()) {
      flushInterrupts();
    }
    interrupts.putLong(frame.interruptTime).putLong(time).putLong(frame.handler).putLong(frame.pc);
    interrupts.putInt(frame.callerContext).put(end.code());
    interrupts.put((byte) 0).putShort((short) 0);
  }

  void flush() throws IOException {
    flushContexts();
    flushCalls();
    flushInterrupts();
  }

  private void flushContexts() throws IOException {
    sink.contexts(contexts.flip());
    contexts.clear();
  }

  private void flushCalls() throws IOException {
    sink.calls(calls.flip());
    calls.clear();
  }

  private void flushInterrupts() throws IOException {
    sink.interrupts(interrupts.flip());
    interrupts.clear();
  }
}
