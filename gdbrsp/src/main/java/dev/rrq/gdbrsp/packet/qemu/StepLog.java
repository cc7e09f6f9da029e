package dev.rrq.gdbrsp.packet.qemu;

import dev.rrq.gdbrsp.error.MalformedReplyException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * What many single steps did, one after the other, as QEMU with rrq's patch logs it.
 *
 * <p>Steps are read one by one, so that a long log costs no memory beyond its bytes.
 */
public final class StepLog {
  private static final int MORE = 0x80;
  private static final int SEVEN_BITS = 0x7f;

  private final ByteBuffer bytes;

  /** A log of these bytes, which are not copied. */
  public StepLog(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * One step.
   *
   * @param instructions how many were executed: 0 where an interrupt or exception was delivered
   * @param registers those that changed
   * @param writes to RAM, in their order
   */
  public record Step(long instructions, List<Register> registers, List<Write> writes) {
    /** Copies the lists. */
    public Step {
      registers = List.copyOf(registers);
      writes = List.copyOf(writes);
    }
  }

  /**
   * A register that changed.
   *
   * @param number its number in the target description
   * @param value its bytes, in the target's order
   */
  @SuppressWarnings("ArrayRecordComponent") // a buffer of millions of records
  public record Register(int number, byte[] value) {}

  /**
   * A write to RAM.
   *
   * @param writer who wrote
   * @param physical where
   * @param virtual where in the address space of the CPU, or 0
   * @param value the bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // a buffer of millions of records
  public record Write(Writer writer, long physical, long virtual, byte[] value) {}

  /** Who wrote. */
  public enum Writer {
    INSTRUCTION,
    CPU,
    DEVICE
  }

  /** Whether there is another step. */
  public boolean hasNext() {
    return bytes.hasRemaining();
  }

  /**
   * The next step.
   *
   * @throws MalformedReplyException where the log ends in the middle of it
   */
  public Step next() throws MalformedReplyException {
    if (!hasNext()) {
      throw new NoSuchElementException("the log has ended");
    }
    int start = bytes.position();
    try {
      long instructions = number();
      List<Register> registers = registers();
      return new Step(instructions, registers, writes());
    } catch (java.nio.BufferUnderflowException | IndexOutOfBoundsException e) {
      throw MalformedReplyException.expected(
          "a whole step at byte " + start + " of the log", bytes.limit() + " bytes in all");
    }
  }

  private List<Register> registers() {
    int count = Byte.toUnsignedInt(bytes.get());
    List<Register> registers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int number = Byte.toUnsignedInt(bytes.get());
      registers.add(new Register(number, take(Byte.toUnsignedInt(bytes.get()))));
    }
    return registers;
  }

  private List<Write> writes() {
    long count = number();
    List<Write> writes = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      Writer writer = Writer.values()[bytes.get()];
      long physical = bytes.getLong();
      long virtual = bytes.getLong();
      writes.add(new Write(writer, physical, virtual, take(number())));
    }
    return writes;
  }

  private byte[] take(long length) {
    if (length < 0 || length > bytes.remaining()) {
      throw new IndexOutOfBoundsException("beyond the end");
    }
    byte[] value = new byte[(int) length];
    bytes.get(value);
    return value;
  }

  /** An unsigned number in groups of seven bits, the lowest first. */
  private long number() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte group = bytes.get();
      value |= (long) (group & SEVEN_BITS) << shift;
      if ((group & MORE) == 0) {
        return value;
      }
    }
  }
}
