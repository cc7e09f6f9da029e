package dev.rrq.store;

import it.unimi.dsi.fastutil.longs.LongOpenHashSet;

/** Collects the distinct instructions that write. */
final class SiteCollector {

  private final LongOpenHashSet all = new LongOpenHashSet(1 << 18);
  private final LongOpenHashSet user = new LongOpenHashSet(1 << 12);
  private long lastInUser;

  /** Notes an instruction. */
  void add(long pc) {
    all.add(pc);
  }

  /** Notes that an instruction wrote in user mode. */
  void addInUser(long pc) {
    if (pc != lastInUser) {
      lastInUser = pc;
      user.add(pc);
    }
  }

  /** All of them, in no order. */
  LongOpenHashSet pcs() {
    return all;
  }

  /** Whether the instruction wrote in user mode at least once. */
  boolean inUser(long pc) {
    return user.contains(pc);
  }
}
