package dev.rrq.store.parquet;

import java.util.Arrays;

/** The distinct numbers of a column chunk, in the order of their appearance. */
final class LongDictionary {

  private final int limit;
  private final int[] slots;
  private final long[] values;
  private int size;

  /** Takes at most {@code limit} numbers. */
  LongDictionary(int limit) {
    this.limit = limit;
    slots = new int[Integer.highestOneBit(Math.max(limit, 1)) * 4];
    values = new long[limit];
  }

  void clear() {
    Arrays.fill(slots, 0);
    size = 0;
  }

  /**
   * Replaces numbers by their ids.
   *
   * @return whether the limit was kept; if not, ids are not valid
   */
  boolean encode(long[] numbers, int count, long[] ids) {
    clear();
    long last = 0;
    int lastId = -1;
    for (int i = 0; i < count; i++) {
      long number = numbers[i];
      if (number != last || lastId < 0) {
        lastId = id(number);
        if (lastId < 0) {
          return false;
        }
        last = number;
      }
      ids[i] = lastId;
    }
    return true;
  }

  private int id(long number) {
    int mask = slots.length - 1;
    long hash = number * 0x9e3779b97f4a7c15L;
    int slot = (int) (hash >>> 40) & mask;
    while (slots[slot] != 0) {
      int id = slots[slot] - 1;
      if (values[id] == number) {
        return id;
      }
      slot = (slot + 1) & mask;
    }
    if (size == limit) {
      return -1;
    }
    values[size] = number;
    slots[slot] = ++size;
    return size - 1;
  }

  int size() {
    return size;
  }

  long[] values() {
    return values;
  }
}
