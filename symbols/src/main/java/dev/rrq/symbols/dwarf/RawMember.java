package dev.rrq.symbols.dwarf;

import org.jspecify.annotations.Nullable;

/**
 * A member of a structure as DWARF has it, before its type is converted.
 *
 * @param type offset of the type's entry, or -1
 * @param storage bytes of the storage unit that {@code bigEndianOffset} counts in, 0 if unknown
 * @param bigEndianOffset a bit field's distance from the most significant bit (DWARF 4), or -1
 */
record RawMember(
    @Nullable String name,
    int type,
    long bitOffset,
    int bitSize,
    int storage,
    int bigEndianOffset) {

  static RawMember of(Die die, int type, long byteOffset) {
    int bitSize = (int) die.number(Slot.BIT_SIZE, 0);
    boolean old = bitSize > 0 && die.has(Slot.BIT_OFFSET);
    return new RawMember(
        die.text(Slot.NAME),
        type,
        die.has(Slot.DATA_BIT_OFFSET) ? die.number(Slot.DATA_BIT_OFFSET, 0) : byteOffset * 8,
        bitSize,
        (int) die.number(Slot.BYTE_SIZE, 0),
        old ? (int) die.number(Slot.BIT_OFFSET, 0) : -1);
  }

  /** The offset in bits from the start, given the size of the member's type in bytes. */
  long bitOffset(long sizeOfType) {
    if (bitSize == 0 || bigEndianOffset < 0) {
      return bitOffset;
    }
    long bytes = storage > 0 ? storage : sizeOfType;
    return bitOffset + bytes * 8 - bigEndianOffset - bitSize;
  }
}
