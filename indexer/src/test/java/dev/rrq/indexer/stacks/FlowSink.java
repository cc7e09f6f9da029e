package dev.rrq.indexer.stacks;

import dev.rrq.indexer.plugin.CaptureSink;
import dev.rrq.store.FlowRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Writes down calls and interrupts, and reads contexts as soon as they are told. */
final class FlowSink implements CaptureSink {

  private static final String[] ENDS = {"returned", "jumped", "unwound", "open", "base"};
  private static final String[] KINDS = {"called", "interrupted", "system call"};

  private final Map<Integer, Node> nodes = new HashMap<>();
  private final List<String> calls = new ArrayList<>();
  private final List<String> interrupts = new ArrayList<>();

  private record Node(int parent, String text) {}

  /** What leads to a context, the innermost frame first. */
  String frames(int context) {
    StringJoiner frames = new StringJoiner(", ");
    for (int id = context; id != 0; id = nodes.get(id).parent()) {
      frames.add(nodes.get(id).text());
    }
    return frames.toString();
  }

  /** By their beginnings. */
  List<String> calls() {
    return calls.stream().sorted().toList();
  }

  List<String> interrupts() {
    return interrupts;
  }

  @Override
  public void contexts(ByteBuffer records) {
    while (records.hasRemaining()) {
      int id = records.getInt();
      int parent = records.getInt();
      String pc = Long.toHexString(records.getLong());
      nodes.put(id, new Node(parent, KINDS[records.getInt()] + " at " + pc));
      records.getInt();
    }
  }

  @Override
  public void calls(ByteBuffer records) {
    while (records.hasRemaining()) {
      String times = String.format("[%d, %d)", records.getLong(), records.getLong());
      long function = records.getLong();
      int context = records.getInt();
      String end = ENDS[records.get()];
      int known = records.get();
      records.getShort();
      StringJoiner arguments = new StringJoiner(", ", "(", ")");
      for (int i = 0; i < FlowRecord.Call.ARGUMENT_COUNT; i++) {
        long value = records.getLong();
        if ((known >> i & 1) != 0) {
          arguments.add(Long.toString(value));
        }
      }
      calls.add(String.format("%s %x %s %s: %s", times, function, end, arguments, frames(context)));
    }
  }

  @Override
  public void interrupts(ByteBuffer records) {
    while (records.hasRemaining()) {
      String times = String.format("[%d, %d)", records.getLong(), records.getLong());
      String by = String.format("by %x at %x", records.getLong(), records.getLong());
      int context = records.getInt();
      interrupts.add(
          String.format("%s %s, %s: %s", times, by, ENDS[records.get()], frames(context)));
      records.position(records.position() + 3);
    }
  }

  @Override
  public void writes(ByteBuffer records) {}
}
