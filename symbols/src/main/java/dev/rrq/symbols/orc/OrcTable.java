package dev.rrq.symbols.orc;

import dev.rrq.symbols.SymbolException;
import dev.rrq.symbols.elf.Bytes;
import dev.rrq.symbols.elf.ElfFile;
import dev.rrq.symbols.elf.ElfSection;
import dev.rrq.symbols.model.TypeTable;
import java.util.Optional;

/**
 * A kernel's ORC entries by address, read in place: from its vmlinux, or from its memory, where the
 * same tables lie.
 */
public final class OrcTable {

  private static final int ADDRESS_SIZE = 4;

  private final Bytes addresses;
  private final long addressOfTable;
  private final Bytes entries;
  private final OrcLayout layout;
  private final int count;

  /**
   * @param addresses content of {@code .orc_unwind_ip}: sorted distances of instructions, each from
   *     where the distance itself lies
   * @param addressOfTable where {@code .orc_unwind_ip} lies
   * @param entries content of {@code .orc_unwind}, in the same order
   */
  public OrcTable(Bytes addresses, long addressOfTable, Bytes entries, OrcLayout layout) {
    this.addresses = addresses;
    this.addressOfTable = addressOfTable;
    this.entries = entries;
    this.layout = layout;
    this.count = addresses.size() / ADDRESS_SIZE;
    if (entries.size() < (long) count * layout.size()) {
      throw new SymbolException(
          SymbolException.Kind.DAMAGED,
          "damaged ORC tables: %d addresses, but %d bytes of entries"
              .formatted(count, entries.size()));
    }
  }

  /** The tables of a vmlinux, if it has any. Its addresses are those as linked. */
  public static Optional<OrcTable> of(ElfFile vmlinux, TypeTable types) {
    Optional<ElfSection> addresses = vmlinux.section(".orc_unwind_ip");
    if (addresses.isEmpty() || addresses.get().size() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new OrcTable(
            vmlinux.content(addresses.get()),
            addresses.get().address(),
            vmlinux.content(".orc_unwind"),
            OrcLayout.of(types)));
  }

  /** Number of entries. */
  public int size() {
    return count;
  }

  /**
   * The entry for an instruction: the last one that begins at or before it. For a return address
   * ask for the byte before, which belongs to the call.
   */
  public Optional<OrcEntry> at(long address) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(start(middle), address) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high < 0
        ? Optional.empty()
        : Optional.of(layout.read(entries, high * layout.size(), start(high)));
  }

  private long start(int index) {
    int position = index * ADDRESS_SIZE;
    return addressOfTable + position + addresses.i32(position);
  }
}
