package dev.rrq.indexer.stacks;

import java.io.IOException;
import java.util.Arrays;

/** The tree of calling contexts: each node a return address below another, told when it is new. */
final class ContextTree {

  /** No caller is known. */
  static final int ROOT = 0;

  /** Of a node: its pc is the return address. */
  static final int CALL = 0;

  /** The instruction that was interrupted. */
  static final int INTERRUPT = 1;

  /** Of the system call instruction. */
  static final int SYSCALL = 2;

  private static final int FIRST_CAPACITY = 1 << 10;

  private final FlowRecords records;
  private long[] pcs = {};
  private int[] parents = {};
  private byte[] kinds = {};
  private int count = 1;

  /** Ids by hash, 0 where empty; at most half full. */
  private int[] table = {};

  ContextTree(FlowRecords records) {
    this.records = records;
  }

  /** The node of a pc under a parent. */
  int of(int parent, long pc, int kind) throws IOException {
    if (count >= pcs.length) {
      grow();
    }
    int mask = table.length - 1;
    int at = hash(parent, pc, kind) & mask;
    while (table[at] != 0) {
      int id = table[at];
      if (pcs[id] == pc && parents[id] == parent && kinds[id] == kind) {
        return id;
      }
      at = (at + 1) & mask;
    }
    int id = count++;
    pcs[id] = pc;
    parents[id] = parent;
    kinds[id] = (byte) kind;
    table[at] = id;
    records.context(id, parent, pc, kind);
    return id;
  }

  private void grow() {
    int capacity = Math.max(FIRST_CAPACITY, 2 * pcs.length);
    pcs = Arrays.copyOf(pcs, capacity);
    parents = Arrays.copyOf(parents, capacity);
    kinds = Arrays.copyOf(kinds, capacity);
    table = new int[2 * capacity];
    for (int id = 1; id < count; id++) {
      int at = hash(parents[id], pcs[id], kinds[id]) & (table.length - 1);
      while (table[at] != 0) {
        at = (at + 1) & (table.length - 1);
      }
      table[at] = id;
    }
  }

  private static int hash(int parent, long pc, int kind) {
    long h = (pc ^ ((long) kind << 62)) * 0x9e3779b97f4a7c15L;
    h ^= parent * 0xc2b2ae3d27d4eb4fL;
    return (int) ((h * 0xff51afd7ed558ccdL) >>> 32);
  }
}
