package dev.rrq.planner.flow;

import java.util.OptionalInt;

/**
 * What interrupts and exceptions come to one handler.
 *
 * @param number 0 to 255; empty if it could not be found
 * @param name of the exception, or of what it is that interrupts; empty if that is not known
 */
public record InterruptVector(OptionalInt number, String name) {

  private static final int NMI = 2;
  private static final int FIRST_EXTERNAL = 32;
  private static final int SYSTEM_CALL = 0x80;

  /** Whether a device or a timer interrupts, not the program that runs. */
  public boolean isHardware() {
    return number.isPresent()
        && (number.getAsInt() == NMI
            || (number.getAsInt() >= FIRST_EXTERNAL && number.getAsInt() != SYSTEM_CALL));
  }
}
