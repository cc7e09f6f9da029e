package dev.rrq.indexer.step;

import java.util.ArrayList;
import java.util.List;

/** Collects stores in the pieces in which QEMU makes them, and loads. */
final class Pieces {

  private static final int WORD = 8;

  private final List<Access> stores = new ArrayList<>();
  private final List<Access> loads = new ArrayList<>();

  /** One store of a power of two up to 8. */
  void store(long address, int size) {
    stores.add(new Access(address, size));
  }

  /** An input, which is preceded by a store of zero. */
  void input(long address, int size) {
    stores.add(new Access(address, size, true));
  }

  /** As many words as fit, then smaller ones: 10 bytes are 8 and 2. */
  void wide(long address, int size) {
    int done = 0;
    for (int piece = WORD; piece > 0; piece /= 2) {
      while (size - done >= piece) {
        store(address + done, piece);
        done += piece;
      }
    }
  }

  /** Equal pieces. */
  void repeated(long address, int size, int piece) {
    for (int done = 0; done < size; done += piece) {
      store(address + done, piece);
    }
  }

  void load(long address, int size) {
    if (size > 0) {
      loads.add(new Access(address, size));
    }
  }

  Effects effects() {
    return stores.isEmpty() && loads.isEmpty() ? Effects.NONE : new Effects(stores, loads);
  }
}
