package dev.rrq.store.testing;

import dev.rrq.store.FlowRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;

/** The flow of control as tests spell it, and the records that it becomes. */
final class FlowLines {

  /** What a call has besides arguments. */
  private static final int CALL_NUMBERS = 5;

  private FlowLines() {}

  static List<long[]> parse(String lines) {
    return Lines.of(lines)
        .map(line -> Stream.of(line.split("\\s+")).mapToLong(Lines::number).toArray())
        .toList();
  }

  static ByteBuffer calls(List<long[]> calls) {
    ByteBuffer records = records(calls, FlowRecord.Call.BYTES);
    for (int i = 0; i < calls.size(); i++) {
      long[] call = calls.get(i);
      int at = i * FlowRecord.Call.BYTES;
      records.putLong(at + FlowRecord.Call.T, call[0]);
      records.putLong(at + FlowRecord.Call.T_END, call[1]);
      records.putLong(at + FlowRecord.Call.FUNCTION, call[2]);
      records.putInt(at + FlowRecord.Call.CONTEXT, (int) call[3]);
      records.put(at + FlowRecord.Call.ENDING, (byte) call[4]);
      int arguments = call.length - CALL_NUMBERS;
      records.put(at + FlowRecord.Call.KNOWN, (byte) ((1 << arguments) - 1));
      for (int j = 0; j < arguments; j++) {
        records.putLong(at + FlowRecord.Call.ARGUMENTS + j * Long.BYTES, call[CALL_NUMBERS + j]);
      }
    }
    return records;
  }

  static ByteBuffer contexts(List<long[]> contexts) {
    ByteBuffer records = records(contexts, FlowRecord.Context.BYTES);
    for (int i = 0; i < contexts.size(); i++) {
      long[] context = contexts.get(i);
      int at = i * FlowRecord.Context.BYTES;
      records.putInt(at + FlowRecord.Context.ID, (int) context[0]);
      records.putInt(at + FlowRecord.Context.PARENT, (int) context[1]);
      records.putLong(at + FlowRecord.Context.PC, context[2]);
      records.putInt(at + FlowRecord.Context.KIND, (int) context[3]);
    }
    return records;
  }

  static ByteBuffer interrupts(List<long[]> interrupts) {
    ByteBuffer records = records(interrupts, FlowRecord.Interrupt.BYTES);
    for (int i = 0; i < interrupts.size(); i++) {
      long[] interrupt = interrupts.get(i);
      int at = i * FlowRecord.Interrupt.BYTES;
      records.putLong(at + FlowRecord.Interrupt.T, interrupt[0]);
      records.putLong(at + FlowRecord.Interrupt.T_END, interrupt[1]);
      records.putLong(at + FlowRecord.Interrupt.HANDLER, interrupt[2]);
      records.putLong(at + FlowRecord.Interrupt.PC, interrupt[3]);
      records.putInt(at + FlowRecord.Interrupt.CONTEXT, (int) interrupt[4]);
      records.put(at + FlowRecord.Interrupt.ENDING, (byte) interrupt[5]);
    }
    return records;
  }

  static ByteBuffer clock(List<long[]> samples) {
    ByteBuffer records = records(samples, FlowRecord.Clock.BYTES);
    for (int i = 0; i < samples.size(); i++) {
      int at = i * FlowRecord.Clock.BYTES;
      records.putLong(at + FlowRecord.Clock.T, samples.get(i)[0]);
      records.putLong(at + FlowRecord.Clock.NANOSECONDS, samples.get(i)[1]);
    }
    return records;
  }

  private static ByteBuffer records(List<long[]> rows, int bytes) {
    return ByteBuffer.allocate(rows.size() * bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
