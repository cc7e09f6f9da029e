package dev.rrq.symbols.dwarf;

import dev.rrq.symbols.elf.ByteCursor;
import dev.rrq.symbols.elf.LinkedSymbols;
import dev.rrq.symbols.types.TypePool;
import java.util.Arrays;

/**
 * Walks the entries of units: passes over types (unless they are wanted for themselves) and local
 * variables, and passes functions, variables with an address and inlined calls on.
 */
final class UnitWalk {

  private final DwarfSections sections;
  private final TypeConverter types;
  private final LinkedSymbols symbols;
  private final ArrayRepair arrays;
  private final Die die;
  private final ProgramEntries entries;
  private final Declarations variables = new Declarations();
  private final Declarations functions = new Declarations();

  /** For each level of the tree that is open, the number of inlined calls around it. */
  private int[] inlineDepths = new int[64];

  /**
   * A walk over the units of a file.
   *
   * @param symbols of the linker
   * @param pool of the types
   * @param entries is told of what is found
   */
  UnitWalk(
      DwarfSections sections,
      TypeConverter types,
      LinkedSymbols symbols,
      TypePool pool,
      ProgramEntries entries) {
    this.sections = sections;
    this.types = types;
    this.symbols = symbols;
    this.entries = entries;
    this.arrays = new ArrayRepair(types, pool);
    this.die = new Die(sections);
  }

  void run(Unit unit) {
    if (unit.isAssembler() && symbols.size() > 0) {
      return; // the linker knows the same names, and their sizes and bindings too
    }
    ByteCursor cursor = new ByteCursor(sections.info(), unit.header().firstEntry());
    if (die.read(cursor, unit) && die.hasChildren()) {
      walk(cursor, unit);
    }
    types.finish();
  }

  private void walk(ByteCursor cursor, Unit unit) {
    int level = 1;
    inlineDepths[1] = 0;
    while (level > 0 && cursor.isBefore(unit.header().end())) {
      int at = cursor.position();
      int code = cursor.uleb32();
      if (code == 0) {
        level--;
        continue;
      }
      Abbreviation shape = unit.abbreviations().get(code);
      boolean enter = visit(cursor, unit, shape, at, inlineDepths[level]);
      if (enter && shape.hasChildren()) {
        level++;
        if (level == inlineDepths.length) {
          inlineDepths = Arrays.copyOf(inlineDepths, level * 2);
        }
        boolean inlined = shape.tag() == Dwarf.TAG_INLINED_SUBROUTINE;
        inlineDepths[level] = inlineDepths[level - 1] + (inlined ? 1 : 0);
      }
    }
  }

  /**
   * Reads an entry; the cursor is left before its children if they are of interest, else after
   * them.
   *
   * @return whether they are
   */
  private boolean visit(ByteCursor cursor, Unit unit, Abbreviation shape, int at, int inlineDepth) {
    switch (shape.tag()) {
      case Dwarf.TAG_VARIABLE -> variable(cursor, unit, shape, at);
      case Dwarf.TAG_SUBPROGRAM -> {
        die.readAttributes(cursor, unit, shape, at);
        if (!die.flag(Slot.DECLARATION)) {
          entries.function(die);
          return true;
        }
        if (die.has(Slot.NAME)) {
          functions.add(die);
        }
        skipChildren(cursor);
      }
      case Dwarf.TAG_INLINED_SUBROUTINE -> {
        die.readAttributes(cursor, unit, shape, at);
        entries.inlinedCall(die, inlineDepth + 1);
        return true;
      }
      case Dwarf.TAG_LEXICAL_BLOCK, Dwarf.TAG_NAMESPACE, Dwarf.TAG_MODULE -> {
        DieReader.skipAttributes(cursor, shape, unit);
        return true;
      }
      case Dwarf.TAG_STRUCTURE_TYPE,
          Dwarf.TAG_UNION_TYPE,
          Dwarf.TAG_CLASS_TYPE,
          Dwarf.TAG_ENUMERATION_TYPE,
          Dwarf.TAG_TYPEDEF,
          Dwarf.TAG_BASE_TYPE -> {
        if (shape.has(Slot.NAME) && !shape.has(Slot.DECLARATION)) {
          namedType(cursor, unit, shape, at);
        } else {
          skip(cursor, unit, shape, at);
        }
      }
      default -> skip(cursor, unit, shape, at);
    }
    return false;
  }

  /** BTF has all tagged types, but not exactly. */
  private void namedType(ByteCursor cursor, Unit unit, Abbreviation shape, int at) {
    die.readAttributes(cursor, unit, shape, at);
    if (!types.hasBtf()) {
      types.idAt(at);
    } else if (canHoldArrays(shape.tag())) {
      arrays.check(die);
    }
    skipChildren(cursor);
  }

  private static boolean canHoldArrays(int tag) {
    return tag == Dwarf.TAG_STRUCTURE_TYPE
        || tag == Dwarf.TAG_UNION_TYPE
        || tag == Dwarf.TAG_TYPEDEF;
  }

  private void skip(ByteCursor cursor, Unit unit, Abbreviation shape, int at) {
    if (!shape.hasChildren()) {
      DieReader.skipAttributes(cursor, shape, unit);
      return;
    }
    die.readAttributes(cursor, unit, shape, at);
    skipChildren(cursor);
  }

  private void skipChildren(ByteCursor cursor) {
    if (die.hasChildren()) {
      DieReader.skipChildren(cursor, die.unit(), die.reference(Slot.SIBLING));
    }
  }

  private void variable(ByteCursor cursor, Unit unit, Abbreviation shape, int at) {
    boolean located = shape.hasLocationExpression();
    if (!located && !shape.has(Slot.DECLARATION)) {
      skip(cursor, unit, shape, at);
      return;
    }
    die.readAttributes(cursor, unit, shape, at);
    int next = cursor.position();
    if (located) {
      entries.variable(die);
    } else if (die.flag(Slot.EXTERNAL) && die.has(Slot.NAME)) {
      variables.add(die);
    }
    cursor.position(next);
    skipChildren(cursor);
  }

  int declaredVariable(String name) {
    int offset = variables.offset(name);
    return offset < 0 ? -1 : types.typeOfEntry(offset);
  }

  int declaredFunction(String name) {
    int offset = functions.offset(name);
    if (offset < 0) {
      return -1;
    }
    int type = types.prototype(offset);
    types.finish();
    return type;
  }
}
