package dev.rrq.symbols.elf;

/**
 * A {@code PT_LOAD} row of the program header table: what a loader puts into memory.
 *
 * @param virtualAddress first address as linked
 * @param physicalAddress where a kernel asks to be put
 * @param offset of its content in the file
 * @param fileSize bytes in the file; the rest of {@code memorySize} is zero
 * @param memorySize bytes in memory
 */
public record ElfSegment(
    long virtualAddress,
    long physicalAddress,
    long offset,
    long fileSize,
    long memorySize,
    boolean readable,
    boolean writable,
    boolean executable) {

  /** Whether an address as linked lies in it. */
  public boolean contains(long at) {
    return Long.compareUnsigned(at - virtualAddress, memorySize) < 0;
  }
}
