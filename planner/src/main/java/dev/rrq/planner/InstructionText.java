package dev.rrq.planner;

import java.util.Optional;

/** Writes instructions as an assembler reads them. Used by one thread. */
public interface InstructionText {

  /** The most bytes that an instruction has. */
  int MOST_BYTES = 15;

  /**
   * The first of some instructions.
   *
   * @param address where it is
   * @param code its bytes, and any number behind it
   * @return empty where the bytes are no instruction
   * @throws QueryException if there is nothing to disassemble with
   */
  Optional<String> text(long address, byte[] code);
}
