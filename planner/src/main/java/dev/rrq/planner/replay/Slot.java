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

  /** What the instruction loaded. */
  record Load(int size) implements Slot {}

  /** What the instruction stored. */
  record Store(int size) implements Slot {}

  /** A constant of the code, with its sign in all 64 bits. */
  record Constant(long value, int size) implements Slot {}
}
