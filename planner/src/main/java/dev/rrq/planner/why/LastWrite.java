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
 * @param old what was there before
 * @param origin 0: an instruction, 1: the CPU, 2: a device
 */
public record LastWrite(
    long t,
    @Nullable Long pc,
    @Nullable Long address,
    long paddr,
    int size,
    long bits,
    long old,
    int origin) {

  boolean isByInstruction() {
    return origin == 0 && pc != null;
  }

  /**
   * Whether it changed some bits of memory.
   *
   * @param mask of the bits, from the lowest at the address on
   */
  public boolean changed(long address, long mask) {
    long skipped = (paddr - address) * Byte.SIZE;
    long difference = Arithmetic.low(bits ^ old, size);
    if (skipped <= -Long.SIZE || skipped >= Long.SIZE) {
      return false;
    }
    return ((skipped < 0 ? difference >>> -skipped : difference << skipped) & mask) != 0;
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
