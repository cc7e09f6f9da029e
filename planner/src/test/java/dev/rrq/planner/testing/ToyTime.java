package dev.rrq.planner.testing;

import dev.rrq.store.LogWriter.Message;
import dev.rrq.store.testing.TraceBuilder;

/** The clock and the log of the toy kernel. */
public final class ToyTime {

  private ToyTime() {}

  /**
   * Adds a clock of a millisecond an instruction that sleeps for half a second at 400, a kernel
   * that is up since 100, and a few messages.
   */
  public static void add(TraceBuilder builder) {
    builder
        .clock(
            """
            0 0
            400 400000000
            400 900000000
            1000 1500000000
            """)
        .uptimes(
            """
            0 0 0 0
            100 2147483648 31 -100000000
            """)
        .message(new Message(52, 50, 0, 0, 5, 0, 0, null, "Toy version 1"))
        .message(new Message(162, 160, 1, 60_000_999, 6, 0, 1, null, "timer: 100% of a tick"))
        .message(new Message(490, 480, 2, 880_000_123, 3, 0, null, 0, "BUG: it fails\nand goes on"))
        .message(new Message(520, 512, 3, 912_345_678, 7, 0, 7, null, "debug"));
  }
}
