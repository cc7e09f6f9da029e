package dev.rrq.store;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A range of memory onto which rows are laid in any order: of the rows that hold a byte, the latest
 * by (t, seq) wins.
 */
final class Overlay {

  private final byte[] bytes;
  private final long[] times;
  private final int[] sequences;
  private final BitSet known = new BitSet();
  private long paddr;

  Overlay(int length) {
    bytes = new byte[length];
    times = new long[length];
    sequences = new int[length];
  }

  /** Forgets all and moves to an address. */
  void start(long address) {
    paddr = address;
    Arrays.fill(bytes, (byte) 0);
    Arrays.fill(times, Long.MIN_VALUE);
    known.clear();
  }

  /** The address of the first byte. */
  long start() {
    return paddr;
  }

  /** Whether nothing is known. */
  boolean isEmpty() {
    return known.isEmpty();
  }

  int length() {
    return bytes.length;
  }

  /** Lays bytes below every row. */
  void putBase(long address, byte[] content) {
    int from = (int) Math.max(0, address - paddr);
    int to = (int) Math.min(bytes.length, address + content.length - paddr);
    for (int i = from; i < to; i++) {
      if (times[i] == Long.MIN_VALUE) {
        bytes[i] = content[(int) (paddr + i - address)];
      }
    }
    known.set(from, to);
  }

  /** Lays zeros below every row, where nothing else is known. */
  void putBaseZeros() {
    known.set(0, bytes.length);
  }

  /** Lays a row, the part of it that is in the range. */
  void put(long address, int size, long value, long t, int seq) {
    int from = (int) Math.max(0, address - paddr);
    int to = (int) Math.min(bytes.length, address + size - paddr);
    for (int i = from; i < to; i++) {
      if (t > times[i] || (t == times[i] && seq >= sequences[i])) {
        times[i] = t;
        sequences[i] = seq;
        bytes[i] = (byte) (value >>> ((paddr + i - address) * Byte.SIZE));
        known.set(i);
      }
    }
  }

  /** Lays all rows of another, which starts no lower and has no base. */
  void put(Overlay rows) {
    for (int i = rows.known.nextSetBit(0); i >= 0; i = rows.known.nextSetBit(i + 1)) {
      put(rows.paddr + i, 1, rows.bytes[i], rows.times[i], rows.sequences[i]);
    }
  }

  /** Lays a row of a later time than any asked for by its old value: of these, the first wins. */
  void putOld(long address, int size, long old, long t, int seq) {
    put(address, size, old, ~t, -seq);
  }

  /** Takes over what another of the same range knows and this does not. */
  void putBelow(Overlay other) {
    for (int i = other.known.nextSetBit(0); i >= 0; i = other.known.nextSetBit(i + 1)) {
      if (!known.get(i)) {
        bytes[i] = other.bytes[i];
        known.set(i);
      }
    }
  }

  /** Whether a row of this time or before could still change a byte. */
  boolean mayChange(long t) {
    for (long time : times) {
      if (time <= t) {
        return true;
      }
    }
    return false;
  }

  boolean isKnown() {
    return known.cardinality() == bytes.length;
  }

  /** The bytes themselves, which the next {@link #start} overwrites. */
  byte[] bytes() {
    return bytes;
  }

  MemoryContent content() {
    return new MemoryContent(paddr, bytes.clone(), (BitSet) known.clone());
  }
}
