package dev.rrq.indexer.stacks;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The frames of one stack of the machine, the innermost last. */
final class ShadowStack {

  /** Deeper frames are not recorded: they keep the context of the last one that is. */
  private static final int FRAMES_LIMIT = 65536;

  private static final int FIRST_CAPACITY = 64;

  final long key;
  final boolean isUser;

  /** The stack of which this region is a continuation, or itself. */
  ShadowStack owner = this;

  /** The user stack from which this kernel stack was entered. */
  @Nullable ShadowStack user;

  /** Where it was used last. */
  long last;

  /** Of what runs on it outside any frame. */
  int baseContext;

  private int count;
  private Frame[] frames = {};

  ShadowStack(long key, boolean isUser) {
    this.key = key;
    this.isUser = isUser;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** The innermost frame; there must be one. */
  Frame top() {
    return frames[count - 1];
  }

  /** Takes the innermost frame off. It is good until the next one is pushed. */
  Frame pop() {
    return frames[--count];
  }

  void clear() {
    count = 0;
  }

  /** The context of what runs on it. */
  int context() {
    return count > 0 ? frames[count - 1].context : baseContext;
  }

  /** Whether there is a frame at or below an address. */
  boolean reaches(long address) {
    return count > 0 && Long.compareUnsigned(frames[count - 1].slot, address) <= 0;
  }

  /** A further frame, to be filled; null where there are too many. */
  @Nullable Frame push() {
    if (count == frames.length) {
      if (count == FRAMES_LIMIT) {
        return null;
      }
      frames = Arrays.copyOf(frames, Math.max(FIRST_CAPACITY, 2 * count));
    }
    Frame frame = frames[count];
    if (frame == null) {
      frame = new Frame();
      frames[count] = frame;
    }
    count++;
    return frame;
  }
}
