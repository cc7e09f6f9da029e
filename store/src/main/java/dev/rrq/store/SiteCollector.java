package dev.rrq.store;

import it.unimi.dsi.fastutil.longs.LongOpenHashSet;

/** Collects the distinct instructions that write. */
final class SiteCollector {

  private final LongOpenHashSet kernel = new LongOpenHashSet(1 << 18);
  private final LongOpenHashSet user = new LongOpenHashSet(1 << 12);
  private long lastPc;
  private boolean lastInUser;
  private boolean any;

  void add(long pc, boolean inUser) {
    if (any && pc == lastPc && inUser == lastInUser) {
      return;
    }
    any = true;
    lastPc = pc;
    lastInUser = inUser;
    (inUser ? user : kernel).add(pc);
  }

  /** All of them, in no order. */
  LongOpenHashSet pcs() {
    LongOpenHashSet all = new LongOpenHashSet(kernel);
    all.addAll(user);
    return all;
  }

  /** Whether the instruction wrote in user mode at least once. */
  boolean inUser(long pc) {
    return user.contains(pc);
  }
}
