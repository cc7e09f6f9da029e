package dev.rrq.planner.analysis;

/** A number that memory may or may not tell. */
public sealed interface Value {

  /**
   * A number that is known.
   *
   * @param bits sign- or zero-extended to 64 bits as its C type says
   */
  record Known(long bits) implements Value {}

  /**
   * A number that is not known.
   *
   * @param reason why not, as the end of a sentence
   */
  record Unknown(String reason) implements Value {}
}
