package dev.rrq.indexer.step;

/**
 * Bytes that an instruction loads or stores at once.
 *
 * @param address linear address of the first byte
 * @param size bytes; a power of two up to 8 for a store
 * @param zeroedBefore whether the emulator stores zero there before it stores the value, as it does
 *     with inputs
 */
record Access(long address, int size, boolean zeroedBefore) {

  Access(long address, int size) {
    this(address, size, false);
  }
}
