package dev.rrq.indexer.step;

import dev.rrq.gdbrsp.packet.qemu.StepLog.HiddenPart;
import dev.rrq.gdbrsp.target.Register;
import dev.rrq.indexer.disassembly.CodeSize;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * A processor that the log of many steps moves on: one object, changed in place. It knows the
 * registers that fit into a number.
 */
final class LoggedState implements CpuState {

  private static final int NUMBERS = 256;
  private static final int FLAGS_AT = 12;

  private final Map<String, Integer> numbers;
  private final long[] values;
  private final int rip;
  private final int cs;
  private final int rsp;
  private final int cr0;
  private final int cr3;
  private final int cr4;
  private final int efer;
  private SegmentCache segments;
  private CodeSize codeSize;

  private LoggedState(Map<String, Integer> numbers, long[] values, SegmentCache segments) {
    this.numbers = numbers;
    this.values = values;
    this.segments = segments;
    this.rip = number("rip");
    this.cs = number("cs");
    this.rsp = number("rsp");
    this.cr0 = number("cr0");
    this.cr3 = number("cr3");
    this.cr4 = number("cr4");
    this.efer = number("efer");
    this.codeSize = CpuState.super.codeSize();
  }

  /** As the stub tells it. */
  static LoggedState of(StubState state) {
    Map<String, Integer> numbers = new HashMap<>();
    long[] values = new long[NUMBERS];
    for (Register register : state.values().layout().description().registers()) {
      if (register.bytes() <= Long.BYTES && state.values().knows(register)) {
        numbers.put(register.name(), register.number());
        values[register.number()] = state.values().number(register);
      }
    }
    return new LoggedState(numbers, values, state.segments());
  }

  /** Another one that is the same. */
  LoggedState copy() {
    return new LoggedState(numbers, values.clone(), segments);
  }

  private int number(String name) {
    Integer number = numbers.get(name);
    if (number == null) {
      throw new IllegalArgumentException("the log of steps does not follow register " + name);
    }
    return number;
  }

  /** Takes a value from the log, of a register or a hidden part. */
  void set(int number, byte[] log, int at, int size) {
    if (HiddenPart.is(number)) {
      ByteBuffer value = ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN);
      SegmentCache.Segment segment =
          SegmentCache.Segment.of(value.getLong(at), value.getInt(at + FLAGS_AT));
      segments = segments.with(HiddenPart.of(number), segment);
      codeSize = CpuState.super.codeSize();
    } else if (size <= Long.BYTES) {
      set(number, Bytes.number(log, at, size));
    }
  }

  /** Takes a register or hidden part from another state. */
  void take(int number, LoggedState other) {
    if (HiddenPart.is(number)) {
      segments = other.segments;
      codeSize = other.codeSize;
    } else {
      set(number, other.values[number]);
    }
  }

  private void set(int number, long value) {
    values[number] = value;
    if (number == efer) {
      codeSize = CpuState.super.codeSize();
    }
  }

  @Override
  public long register(String name) {
    return values[number(name)];
  }

  @Override
  public SegmentCache segments() {
    return segments;
  }

  @Override
  public LoggedState at(long otherRip) {
    LoggedState other = copy();
    other.values[rip] = otherRip;
    return other;
  }

  @Override
  public CodeSize codeSize() {
    return codeSize;
  }

  @Override
  public long rip() {
    return values[rip];
  }

  @Override
  public long cs() {
    return values[cs];
  }

  @Override
  public long rsp() {
    return values[rsp];
  }

  @Override
  public long cr0() {
    return values[cr0];
  }

  @Override
  public long cr3() {
    return values[cr3];
  }

  @Override
  public long cr4() {
    return values[cr4];
  }

  @Override
  public long efer() {
    return values[efer];
  }
}
