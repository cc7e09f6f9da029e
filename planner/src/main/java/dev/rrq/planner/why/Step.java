package dev.rrq.planner.why;

import org.jspecify.annotations.Nullable;

/**
 * One step on the way back to where a value came from.
 *
 * @param t when; null where no time is known
 * @param certainty how sure it is
 * @param what took place, for people
 * @param pc the instruction, null where there is none
 * @param address virtual, null where it is not known
 * @param paddr physical, negative where there is none
 * @param size bytes of the value
 * @param bits the value; null where it is not known, or has more than eight bytes
 * @param asOf when the memory holds the value
 * @param part what it is about, of what was asked for
 */
public record Step(
    @Nullable Long t,
    Certainty certainty,
    String what,
    @Nullable Long pc,
    @Nullable Long address,
    long paddr,
    int size,
    @Nullable Long bits,
    long asOf,
    Part part) {

  /**
   * Some bytes, or bits of them.
   *
   * @param first the first byte
   * @param count how many bytes
   * @param mask which bits of them, where it is not all
   */
  public record Part(int first, int count, long mask) {

    /** Whether only some of the bits are meant. */
    public boolean isBits() {
      return mask != -1L;
    }
  }

  /** How sure a step is. */
  public enum Certainty {
    /** Seen: the very instruction, the very bytes. */
    EXACT("exact"),
    /** An operand of a computation. */
    SOURCE("a source"),
    /** The value was there; that it came from there was not seen. */
    SAME_VALUE("same value"),
    /** Computed by an instruction. */
    COMPUTED("stops here: computed"),
    /** In the code itself. */
    CONSTANT("stops here: constant"),
    /** No instruction wrote it. */
    DEVICE("stops here: no instruction"),
    /** In memory since before the index begins. */
    INITIAL("stops here: initial memory"),
    /** Not found. */
    UNKNOWN("stops here: unknown"),
    /** A part that came apart on the way, which is not followed for want of room. */
    PART("stops here: not followed"),
    /** There were as many steps as are followed. */
    LONG("stops here: long way");

    private final String text;

    Certainty(String text) {
      this.text = text;
    }

    /** Whether nothing can come before it. */
    public boolean stops() {
      return text.startsWith("stops");
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
