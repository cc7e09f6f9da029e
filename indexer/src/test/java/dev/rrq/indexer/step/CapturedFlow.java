package dev.rrq.indexer.step;

import dev.rrq.store.FlowRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Calls, interrupts and calling contexts as an engine told them; contexts by their frames. */
final class CapturedFlow {

  private static final String[] KINDS = {"called", "interrupted", "system call"};

  private final Map<Integer, String> contexts = new HashMap<>(Map.of(0, ""));
  private final List<Call> calls = new ArrayList<>();
  private final List<Interrupt> interrupts = new ArrayList<>();

  /** An activation of a function. */
  record Call(
      long t, long end, long function, int ending, int contextId, int known, List<Long> arguments) {

    static final Comparator<Call> ORDER =
        Comparator.comparingLong(Call::t)
            .thenComparingLong(Call::function)
            .thenComparingLong(Call::end);
  }

  /** An interrupt or exception. */
  record Interrupt(long t, long end, long handler, long pc, int ending, int contextId) {}

  void contexts(ByteBuffer records) {
    while (records.hasRemaining()) {
      int id = records.getInt();
      int parent = records.getInt();
      long pc = records.getLong();
      String kind = KINDS[records.getInt()];
      records.getInt();
      contexts.put(id, String.format("%s at %x; %s", kind, pc, frames(parent)));
    }
  }

  void calls(ByteBuffer records) {
    while (records.hasRemaining()) {
      long t = records.getLong();
      long end = records.getLong();
      long function = records.getLong();
      int context = records.getInt();
      int ending = records.get();
      int known = records.get();
      records.getShort();
      List<Long> arguments = new ArrayList<>();
      for (int i = 0; i < FlowRecord.Call.ARGUMENT_COUNT; i++) {
        long value = records.getLong();
        if ((known >> i & 1) != 0) {
          arguments.add(value);
        }
      }
      calls.add(new Call(t, end, function, ending, context, known, arguments));
    }
  }

  void interrupts(ByteBuffer records) {
    while (records.hasRemaining()) {
      long t = records.getLong();
      long end = records.getLong();
      long handler = records.getLong();
      long pc = records.getLong();
      int context = records.getInt();
      interrupts.add(new Interrupt(t, end, handler, pc, records.get(), context));
      records.position(records.position() + 3);
    }
  }

  /** What leads to a context, the innermost frame first; empty for none. */
  String frames(int context) {
    return contexts.get(context);
  }

  /** The calls before an instant, in an order of their own. */
  List<Call> calls(long before) {
    return calls.stream().filter(call -> call.t() < before).sorted(Call.ORDER).toList();
  }

  /** How such a call reads, but for its arguments. */
  String text(Call call) {
    return String.format(
        "[%d, %d) call of %x, ending %d: %s",
        call.t(), call.end(), call.function(), call.ending(), frames(call.contextId()));
  }

  /** The interrupts before an instant, in order. */
  List<String> interrupts(long before) {
    return interrupts.stream()
        .filter(interrupt -> interrupt.t() < before)
        .sorted(Comparator.comparingLong(Interrupt::t).thenComparingLong(Interrupt::end))
        .map(
            interrupt ->
                String.format(
                    "[%d, %d) interrupt of %x by %x, ending %d: %s",
                    interrupt.t(),
                    interrupt.end(),
                    interrupt.pc(),
                    interrupt.handler(),
                    interrupt.ending(),
                    frames(interrupt.contextId())))
        .toList();
  }
}
