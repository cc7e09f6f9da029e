package dev.rrq.gdbrsp.packet;

/** What an {@code OK} means: it is done, and there is nothing more to say. */
public enum Done {
  /** The only value. */
  DONE
}
