package dev.rrq.gdbrsp.packet.qemu;

import dev.rrq.gdbrsp.error.MalformedReplyException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
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
  private static final Writer[] WRITERS = Writer.values();

  private final byte[] bytes;
  private final ByteBuffer numbers;
  private int position;

  /** A log of these bytes, which are not copied. */
  public StepLog(byte[] bytes) {
    this.bytes = bytes;
    this.numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * One step: an instruction, a round of a repeated one, or the delivery of an interrupt or
   * exception.
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
   * @param number its number in the target description, or that of a {@link HiddenPart}
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

  /**
   * What an x86 has behind its segment registers, and its tables of descriptors: a base of 8 bytes,
   * a limit and the flags of the descriptor of 4 bytes each.
   */
  public enum HiddenPart {
    ES,
    CS,
    SS,
    DS,
    FS,
    GS,
    LDT,
    TR,
    GDT,
    IDT;

    private static final int FIRST_NUMBER = 0x80;
    private static final HiddenPart[] ALL = values();

    /** Whether a number is that of a hidden part, not of a register. */
    public static boolean is(int number) {
      return number >= FIRST_NUMBER;
    }

    /** The hidden part of a number. */
    public static HiddenPart of(int number) {
      return ALL[number - FIRST_NUMBER];
    }
  }

  /**
   * Takes what a step did. Values are in the log's bytes, which nobody may change; so reading makes
   * no objects.
   */
  public interface Visitor {

    /** A register or {@link HiddenPart} has changed. */
    void register(int number, byte[] log, int at, int size);

    /** Something was written to RAM, after all registers of the step were told. */
    void write(Writer writer, long physical, long virtual, byte[] log, int at, int size);
  }

  /** Whether there is another step. */
  public boolean hasNext() {
    return position < bytes.length;
  }

  /**
   * The next step.
   *
   * @throws MalformedReplyException where the log ends in the middle of it
   */
  public Step next() throws MalformedReplyException {
    List<Register> registers = new ArrayList<>();
    List<Write> writes = new ArrayList<>();
    long instructions =
        next(
            new Visitor() {
              @Override
              public void register(int number, byte[] log, int at, int size) {
                registers.add(new Register(number, Arrays.copyOfRange(log, at, at + size)));
              }

              @Override
              public void write(
                  Writer writer, long physical, long virtual, byte[] log, int at, int size) {
                byte[] value = Arrays.copyOfRange(log, at, at + size);
                writes.add(new Write(writer, physical, virtual, value));
              }
            });
    return new Step(instructions, registers, writes);
  }

  /**
   * Reads the next step.
   *
   * @return how many instructions were executed
   * @throws MalformedReplyException where the log ends in the middle of it
   */
  public long next(Visitor visitor) throws MalformedReplyException {
    if (!hasNext()) {
      throw new NoSuchElementException("the log has ended");
    }
    int start = position;
    try {
      long instructions = number();
      registers(visitor);
      writes(visitor);
      return instructions;
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw MalformedReplyException.expected(
          "a whole step at byte " + start + " of the log", bytes.length + " bytes in all");
    }
  }

  private void registers(Visitor visitor) {
    int count = Byte.toUnsignedInt(bytes[position++]);
    for (int i = 0; i < count; i++) {
      int number = Byte.toUnsignedInt(bytes[position]);
      int size = Byte.toUnsignedInt(bytes[position + 1]);
      int at = take(position + 2, size);
      visitor.register(number, bytes, at, size);
    }
  }

  private void writes(Visitor visitor) {
    long count = number();
    for (long i = 0; i < count; i++) {
      Writer writer = WRITERS[bytes[position]];
      long physical = numbers.getLong(position + 1);
      long virtual = numbers.getLong(position + 9);
      position += 17;
      long size = number();
      int at = take(position, size);
      visitor.write(writer, physical, virtual, bytes, at, (int) size);
    }
  }

  /** Passes a value by. */
  private int take(int at, long size) {
    if (size < 0 || size > bytes.length - at) {
      throw new IndexOutOfBoundsException("beyond the end");
    }
    position = at + (int) size;
    return at;
  }

  /** An unsigned number in groups of seven bits, the lowest first. */
  private long number() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte group = bytes[position++];
      value |= (long) (group & SEVEN_BITS) << shift;
      if ((group & MORE) == 0) {
        return value;
      }
    }
  }
}
