package dev.rrq.planner.replay;

/** How what an instruction writes comes from what it reads. */
public enum Operation {
  /** The first input, with zeros above it. */
  COPY,
  /** The first input, with its sign above it. */
  SIGN_EXTEND,
  AND,
  OR,
  XOR,
  ADD,
  SUBTRACT,
  MULTIPLY,
  NOT,
  NEGATE,
  SHIFT_LEFT,
  SHIFT_RIGHT,
  /** A shift to the right that keeps the sign. */
  SHIFT_SIGNED,
  ROTATE_LEFT,
  ROTATE_RIGHT,
  SWAP_BYTES,
  /** The first input with the bit set that the second is the number of, within its width. */
  BIT_SET,
  /** As {@link #BIT_SET}, with the bit cleared. */
  BIT_CLEAR,
  /** As {@link #BIT_SET}, with the bit inverted. */
  BIT_FLIP,
  /** The first input and the second by the third, added: an address with a scaled index. */
  SCALED_ADD,
  /** The first input if the condition holds, else the second; the last is the flags. */
  CHOOSE,
  /** One if the condition holds, else zero; the input is the flags. */
  TEST,
  /** The first input if the last two are equal, else the second. */
  CHOOSE_EQUAL,
  /** The first input or the second; only what came of it tells which. */
  ONE_OF,
  /** The flags that the bitwise AND of the inputs gives. */
  FLAGS_AND,
  FLAGS_OR,
  FLAGS_XOR,
  FLAGS_ADD,
  FLAGS_SUBTRACT,
  /** Anything else. */
  OTHER
}
