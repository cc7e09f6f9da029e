package dev.rrq.planner.analysis;

/** Addresses as text. */
public final class Hex {

  private Hex() {}

  /** {@code 0xffffffff82a1b5e0}. */
  public static String of(long bits) {
    return "0x" + Long.toHexString(bits);
  }
}
