package dev.rrq.indexer.step;

import java.util.List;

/**
 * What an instruction does to memory.
 *
 * @param stores what it may change, in order, each piece as the emulator stores it
 * @param loads what it reads besides
 */
record Effects(List<Access> stores, List<Access> loads) {

  static final Effects NONE = new Effects(List.of(), List.of());

  Effects {
    stores = List.copyOf(stores);
    loads = List.copyOf(loads);
  }
}
