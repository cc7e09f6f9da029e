package dev.rrq.indexer.stacks;

/** How an activation of a function ended; {@code enum call_end} of {@code stacks.h}. */
enum CallEnd {
  RETURNED(0),
  /** It jumped to another function in its own place. */
  JUMPED(1),
  /** The stack pointer moved past it. */
  UNWOUND(2),
  /** It had not ended when the capture did. */
  OPEN(3),
  /** Nobody called it: its stack began with it. */
  BASE(4);

  private final byte code;

  CallEnd(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }
}
