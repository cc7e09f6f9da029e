package dev.rrq.symbols.orc;

import dev.rrq.symbols.SymbolException;
import dev.rrq.symbols.elf.Bytes;
import dev.rrq.symbols.model.CType.Composite;
import dev.rrq.symbols.model.CType.CompositeKind;
import dev.rrq.symbols.model.TypeTable;
import dev.rrq.symbols.orc.OrcEntry.Base;
import dev.rrq.symbols.orc.OrcEntry.Kind;
import dev.rrq.symbols.types.TypeLayout;
import dev.rrq.symbols.types.TypeLayout.Field;
import java.util.Optional;

/**
 * Where the fields of a kernel's {@code struct orc_entry} lie. The structure has changed several
 * times, so its own type tells; so does whether it has an {@code end} field, as Linux 6.4 replaced
 * that by a kind of entry and renumbered the kinds.
 */
public final class OrcLayout {

  private static final String STRUCTURE = "orc_entry";

  private final int size;
  private final Field stackOffset;
  private final Field frameOffset;
  private final Field stackBase;
  private final Field frameBase;
  private final Field kind;
  private final Optional<Field> end;

  private OrcLayout(TypeLayout layout, Composite structure) {
    this.size = (int) structure.size();
    this.stackOffset = field(layout, structure, "sp_offset");
    this.frameOffset = field(layout, structure, "bp_offset");
    this.stackBase = field(layout, structure, "sp_reg");
    this.frameBase = field(layout, structure, "bp_reg");
    this.kind = field(layout, structure, "type");
    this.end = layout.member(structure, "end");
  }

  /**
   * The layout that a kernel's types tell.
   *
   * @throws SymbolException if they tell none
   */
  public static OrcLayout of(TypeTable types) {
    Composite structure =
        types.composite(CompositeKind.STRUCT, STRUCTURE).orElseThrow(OrcLayout::unknown);
    return new OrcLayout(new TypeLayout(types), structure);
  }

  private static Field field(TypeLayout layout, Composite structure, String name) {
    return layout.member(structure, name).orElseThrow(OrcLayout::unknown);
  }

  private static SymbolException unknown() {
    return new SymbolException(
        SymbolException.Kind.UNSUPPORTED, "the kernel's types do not describe its ORC entries");
  }

  /** Bytes of an entry. */
  int size() {
    return size;
  }

  /** The entry that begins at a position. */
  OrcEntry read(Bytes entries, int position, long start) {
    boolean ends = end.isPresent() && unsigned(entries, position, end.get()) != 0;
    return new OrcEntry(
        start,
        base(unsigned(entries, position, stackBase)),
        (short) unsigned(entries, position, stackOffset),
        base(unsigned(entries, position, frameBase)),
        (short) unsigned(entries, position, frameOffset),
        kind(ends, unsigned(entries, position, kind)));
  }

  /** Both the offsets and the bit fields lie within two bytes. */
  private static int unsigned(Bytes entries, int position, Field field) {
    int bits = entries.u16(position + (int) field.bitOffset() / 16 * 2);
    int width = field.isBitField() ? field.member().bitSize() : 16;
    return bits >>> (field.bitOffset() % 16) & ((1 << width) - 1);
  }

  private static Base base(int number) {
    Base[] all = Base.values();
    return number < all.length ? all[number] : Base.UNDEFINED;
  }

  private Kind kind(boolean ends, int number) {
    if (ends) {
      return Kind.END_OF_STACK;
    }
    // before Linux 6.4 the kinds began with that of calls
    int since64 = end.isPresent() ? number + 2 : number;
    Kind[] all = Kind.values();
    return since64 < all.length ? all[since64] : Kind.UNDEFINED;
  }
}
