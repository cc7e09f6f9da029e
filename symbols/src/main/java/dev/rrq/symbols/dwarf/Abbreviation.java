package dev.rrq.symbols.dwarf;

/** The shape of an entry: its tag and the forms of its attributes (DWARF 5, section 7.5.3). */
final class Abbreviation {

  private final int tag;
  private final boolean hasChildren;
  private final int[] slots;
  private final int[] forms;
  private final long[] implicit;
  private final int fixedSize;

  Abbreviation(
      int tag, boolean hasChildren, int[] slots, int[] forms, long[] implicit, int fixedSize) {
    this.tag = tag;
    this.hasChildren = hasChildren;
    this.slots = slots;
    this.forms = forms;
    this.implicit = implicit;
    this.fixedSize = fixedSize;
  }

  int tag() {
    return tag;
  }

  boolean hasChildren() {
    return hasChildren;
  }

  /** For each attribute the {@link Slot} that keeps it, or {@link Slot#IGNORED}. */
  int[] slots() {
    return slots;
  }

  int[] forms() {
    return forms;
  }

  /** For each attribute its value, where the form is {@code DW_FORM_implicit_const}. */
  long[] implicit() {
    return implicit;
  }

  /** Bytes that the attributes take, or -1 where that depends on the entry. */
  int fixedSize() {
    return fixedSize;
  }

  /** Whether the shape has an attribute at all. */
  boolean has(int slot) {
    return formOf(slot) >= 0;
  }

  /** The form in which an attribute stands, or -1. */
  int formOf(int slot) {
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] == slot) {
        return forms[i];
      }
    }
    return -1;
  }

  /** Whether there is a location expression, rather than a list of locations or none. */
  boolean hasLocationExpression() {
    return switch (formOf(Slot.LOCATION)) {
      case Dwarf.FORM_EXPRLOC,
          Dwarf.FORM_BLOCK,
          Dwarf.FORM_BLOCK1,
          Dwarf.FORM_BLOCK2,
          Dwarf.FORM_BLOCK4 ->
          true;
      default -> false;
    };
  }
}
