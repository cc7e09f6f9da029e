package dev.rrq.planner.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The general registers and the flags at an instant. */
public final class Registers {

  /** In the order of their numbers. */
  public static final List<String> NAMES =
      List.of(
          "rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "rsp", "r8", "r9", "r10", "r11", "r12",
          "r13", "r14", "r15", "eflags");

  private final long[] values;

  /** Registers of these values, by their numbers. */
  public Registers(long[] values) {
    this.values = values.clone();
  }

  /** The value of one; null if it is none of these. */
  public @Nullable Long value(String name) {
    int number = NAMES.indexOf(name);
    return number < 0 ? null : values[number];
  }
}
