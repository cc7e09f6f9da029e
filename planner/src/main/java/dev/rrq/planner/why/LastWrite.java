package dev.rrq.planner.why;

import org.jspecify.annotations.Nullable;

/**
 * The last change of some bytes before a time.
 *
 * @param pc null where no instruction made it
 * @param address virtual, null where it is not known
 * @param paddr physical address of the store's first byte
 * @param size of the store
 * @param bits that it stored
 * @param origin 0: an instruction, 1: the CPU, 2: a device
 */
public record LastWrite(
    long t,
    @Nullable Long pc,
    @Nullable Long address,
    long paddr,
    int size,
    long bits,
    int origin) {

  boolean isByInstruction() {
    return origin == 0 && pc != null;
  }

  /** The value of some of its bytes. */
  long bitsOf(Place place) {
    long shift = (place.paddr() - paddr) * Byte.SIZE;
    return Arithmetic.low(bits >>> shift, place.size());
  }

  /** The virtual address of some of its bytes. */
  @Nullable Long addressOf(Place place) {
    return address == null ? null : address + place.paddr() - paddr;
  }
}
