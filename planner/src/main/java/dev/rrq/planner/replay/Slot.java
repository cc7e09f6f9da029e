package dev.rrq.planner.replay;

/** What an instruction reads or writes: some bytes of a register or of memory, or a constant. */
public sealed interface Slot {

  /** Bytes. */
  int size();

  /**
   * A part of a register.
   *
   * @param name of the widest register that holds it, {@code rax}
   * @param first its lowest byte there
   */
  record Register(String name, int first, int size) implements Slot {}

  /**
   * What the instruction loaded.
   *
   * @param first the lowest byte of it
   */
  record Load(int first, int size) implements Slot {

    /** From its first byte on. */
    public Load(int size) {
      this(0, size);
    }
  }

  /**
   * What the instruction stored.
   *
   * @param first the lowest byte of it
   */
  record Store(int first, int size) implements Slot {

    /** From its first byte on. */
    public Store(int size) {
      this(0, size);
    }
  }

  /** A constant of the code, with its sign in all 64 bits. */
  record Constant(long value, int size) implements Slot {}
}
