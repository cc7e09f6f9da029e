package dev.rrq.symbols.dwarf;

import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What entries say through others: a function that is compiled out of line, or inlined, refers to
 * its abstract form for its name and type (DWARF 5, section 3.3.8), a definition to its
 * declaration.
 */
final class Origins {

  private static final int LONGEST_CHAIN = 16;
  private static final int KEPT = 1 << 18;

  /**
   * A function or variable with all that its chain of entries says.
   *
   * @param root offset of the last entry of the chain, which lists a function's parameters
   * @param type offset of the type's entry, or -1
   */
  record Described(
      @Nullable String name, boolean external, int type, int file, int line, int root) {}

  private final DieReader entries;
  private final TypeConverter types;
  private final TypeConverter.FileNumbers files;
  private final Int2ObjectOpenHashMap<String> names = new Int2ObjectOpenHashMap<>();

  Origins(DieReader entries, TypeConverter types, TypeConverter.FileNumbers files) {
    this.entries = entries;
    this.types = types;
    this.files = files;
  }

  /** The entry that another one completes, or -1. */
  static int of(Die die) {
    return die.has(Slot.ABSTRACT_ORIGIN)
        ? die.reference(Slot.ABSTRACT_ORIGIN)
        : die.reference(Slot.SPECIFICATION);
  }

  /** Gathers what a chain says; what is nearer to its start counts. */
  Described describe(Die first) {
    String name = first.text(Slot.NAME);
    boolean external = first.flag(Slot.EXTERNAL);
    int type = types.reference(first);
    int line = (int) first.number(Slot.DECL_LINE, 0);
    int file = first.has(Slot.DECL_FILE) ? files.id(first, Slot.DECL_FILE) : 0;
    int root = first.offset();
    boolean inlineForm = first.has(Slot.ABSTRACT_ORIGIN);
    int next = of(first);
    for (int hops = 0; next >= 0 && hops < LONGEST_CHAIN; hops++) {
      Die die = entries.at(next);
      name = name == null ? die.text(Slot.NAME) : name;
      external |= die.flag(Slot.EXTERNAL);
      type = type < 0 ? types.reference(die) : type;
      line = line == 0 ? (int) die.number(Slot.DECL_LINE, 0) : line;
      file = file == 0 && die.has(Slot.DECL_FILE) ? files.id(die, Slot.DECL_FILE) : file;
      root = inlineForm ? die.offset() : root;
      inlineForm = die.has(Slot.ABSTRACT_ORIGIN);
      next = of(die);
    }
    return new Described(name, external, type, file, line, root);
  }

  /** The name of the function that an inlined call refers to. */
  String nameAt(int offset) {
    String known = names.get(offset);
    if (known != null) {
      return known;
    }
    String name = null;
    int next = offset;
    for (int hops = 0; name == null && next >= 0 && hops < LONGEST_CHAIN; hops++) {
      Die die = entries.at(next);
      name = die.text(Slot.NAME);
      next = of(die);
    }
    String found = name == null ? "?" : name;
    if (names.size() >= KEPT) {
      names.clear();
    }
    names.put(offset, found);
    return found;
  }
}
