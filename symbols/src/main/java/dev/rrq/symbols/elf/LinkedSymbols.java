package dev.rrq.symbols.elf;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.BitSet;

/**
 * The linker's symbols that name a place in memory, ordered by address and there by how well they
 * serve as the name of the place. Remembers which of them debug information has described.
 */
public final class LinkedSymbols {

  private final ElfSymbolTable table;
  private final int[] rows;
  private final String[] names;
  private final BitSet described = new BitSet();

  /** Takes those rows of a table that name memory. */
  public LinkedSymbols(ElfSymbolTable table, AddressMap map) {
    this.table = table;
    IntArrayList kept = new IntArrayList();
    for (int row = 1; row < table.size(); row++) {
      if (namesMemory(table, row, map)) {
        kept.add(row);
      }
    }
    kept.sort((left, right) -> compare(table, left, right));
    this.rows = kept.toIntArray();
    this.names = new String[rows.length];
    for (int i = 0; i < rows.length; i++) {
      names[i] = table.name(rows[i]);
    }
  }

  private static boolean namesMemory(ElfSymbolTable table, int row, AddressMap map) {
    int type = table.type(row);
    int section = table.section(row);
    if (section == ElfSymbol.SECTION_UNDEFINED
        || type == ElfSymbol.TYPE_SECTION
        || type == ElfSymbol.TYPE_FILE
        || type == ElfSymbol.TYPE_TLS) {
      return false;
    }
    if (section != ElfSymbol.SECTION_ABSOLUTE) {
      return true;
    }
    // absolute symbols are mostly numbers, such as checksums; a few are addresses
    ElfSection at = map.sectionAt(table.value(row));
    return at != null && at.address() != 0;
  }

  private static int compare(ElfSymbolTable table, int left, int right) {
    int order = Long.compareUnsigned(table.value(left), table.value(right));
    if (order == 0) {
      order = Integer.compare(rank(table, left), rank(table, right));
    }
    if (order == 0) {
      order = Integer.compare(underscores(table.name(left)), underscores(table.name(right)));
    }
    return order == 0 ? Integer.compare(left, right) : order;
  }

  /** Of {@code memcpy} and {@code __memcpy} the first is the name that people use. */
  private static int underscores(String name) {
    int count = 0;
    while (count < name.length() && name.charAt(count) == '_') {
      count++;
    }
    return count;
  }

  private static int rank(ElfSymbolTable table, int row) {
    int type = table.type(row);
    int typed = type == ElfSymbol.TYPE_NONE ? 4 : 0;
    int sized = table.sizeOf(row) == 0 ? 2 : 0;
    return typed + sized + (table.isGlobal(row) ? 0 : 1);
  }

  /** Number of symbols. */
  public int size() {
    return rows.length;
  }

  /** The linker's name. */
  public String name(int index) {
    return names[index];
  }

  /** As linked. */
  public long address(int index) {
    return table.value(rows[index]);
  }

  /** In bytes, 0 if unknown. */
  public long sizeOf(int index) {
    return table.sizeOf(rows[index]);
  }

  /** An {@code STT_} value. */
  public int type(int index) {
    return table.type(rows[index]);
  }

  /** Whether other files may refer to it. */
  public boolean isGlobal(int index) {
    return table.isGlobal(rows[index]);
  }

  /** The first symbol at an address, or where it would stand. */
  public int firstAt(long address) {
    int low = 0;
    int high = rows.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(address(middle), address) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The symbol at an address that the linker has under this name, or under the name and a suffix of
   * the compiler's ({@code count.3}, {@code parse.isra.0}); the exact name is preferred.
   *
   * @return its index, or -1
   */
  public int find(long address, String name) {
    int similar = -1;
    for (int i = firstAt(address); i < rows.length && address(i) == address; i++) {
      if (names[i].equals(name)) {
        return i;
      }
      if (similar < 0 && isVariantOf(names[i], name)) {
        similar = i;
      }
    }
    return similar;
  }

  private static boolean isVariantOf(String linked, String source) {
    return linked.length() > source.length()
        && linked.startsWith(source)
        && linked.charAt(source.length()) == '.';
  }

  /** Notes that a symbol has been passed on under its own name. */
  public void describe(int index) {
    described.set(index);
  }

  /** Whether {@link #describe} was called for it. */
  public boolean isDescribed(int index) {
    return described.get(index);
  }
}
