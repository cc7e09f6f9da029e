package dev.rrq.symbols.dwarf;

import dev.rrq.symbols.elf.AddressMap;
import dev.rrq.symbols.elf.ByteCursor;
import dev.rrq.symbols.elf.ElfSection;
import dev.rrq.symbols.elf.LinkedSymbols;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.CType.Parameter;
import dev.rrq.symbols.model.Symbol;
import dev.rrq.symbols.model.SymbolSink;
import dev.rrq.symbols.types.TypePool;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Walks the entries of units: passes over types (unless they are wanted for themselves) and local
 * variables, and passes on functions, variables with an address and inlined calls.
 */
final class UnitWalk {

  private static final String PER_CPU_SECTION = ".data..percpu";

  private record Place(long address, String name) {}

  private final DwarfSections sections;
  private final TypeConverter types;
  private final Origins origins;
  private final TypeConverter.FileNumbers files;
  private final AddressMap map;
  private final LinkedSymbols symbols;
  private final TypePool pool;
  private final SymbolSink sink;
  private final Ranges ranges;
  private final ArrayRepair arrays;
  private final Die die;
  private final LongArrayList pairs = new LongArrayList();
  private final Declarations variables = new Declarations();
  private final Declarations functions = new Declarations();
  private final LongOpenHashSet functionAddresses = new LongOpenHashSet();
  private final Long2IntOpenHashMap variableTypes = new Long2IntOpenHashMap();
  private final Set<Place> places = new HashSet<>();

  /** For each level of the tree that is open, the number of inlined calls around it. */
  private int[] inlineDepths = new int[64];

  UnitWalk(
      DwarfSections sections,
      TypeConverter types,
      Origins origins,
      TypeConverter.FileNumbers files,
      AddressMap map,
      LinkedSymbols symbols,
      TypePool pool,
      SymbolSink sink) {
    this.sections = sections;
    this.types = types;
    this.origins = origins;
    this.files = files;
    this.map = map;
    this.symbols = symbols;
    this.pool = pool;
    this.sink = sink;
    this.ranges = new Ranges(sections);
    this.arrays = new ArrayRepair(types, pool);
    this.die = new Die(sections);
    variableTypes.defaultReturnValue(-1);
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
          function();
          return true;
        }
        if (die.has(Slot.NAME)) {
          functions.add(die);
        }
        skipChildren(cursor);
      }
      case Dwarf.TAG_INLINED_SUBROUTINE -> {
        die.readAttributes(cursor, unit, shape, at);
        inlinedCall(inlineDepth + 1);
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
      locatedVariable();
    } else if (die.flag(Slot.EXTERNAL) && die.has(Slot.NAME)) {
      variables.add(die);
    }
    cursor.position(next);
    skipChildren(cursor);
  }

  private void locatedVariable() {
    int length = die.blockLength(Slot.LOCATION);
    if (length == 0) {
      return;
    }
    ByteCursor expression = new ByteCursor(sections.info(), die.blockStart(Slot.LOCATION));
    int operation = expression.u8();
    long address;
    if (operation == Dwarf.OP_ADDR && length == 9) {
      address = expression.i64();
    } else if (operation == Dwarf.OP_ADDRX) {
      address = die.indexedAddress(expression.uleb());
      if (expression.position() != die.blockStart(Slot.LOCATION) + length) {
        return;
      }
    } else {
      return;
    }
    ElfSection section = map.sectionAt(address);
    if (section != null) {
      variableAt(address, section);
    }
  }

  private void variableAt(long address, ElfSection section) {
    Origins.Described described = origins.describe(die);
    String name = described.name();
    if (name == null) {
      return;
    }
    int linked = symbols.find(address, name);
    // what the linker threw away is said to lie at address 0, where the per-CPU section begins
    boolean discarded = section.address() == 0 && linked < 0 && symbols.size() > 0;
    if (discarded || !places.add(new Place(address, name))) {
      return;
    }
    int type = types.idAt(described.type());
    variableTypes.put(address, type);
    long size = linked < 0 ? 0 : symbols.sizeOf(linked);
    if (linked >= 0 && symbols.name(linked).equals(name)) {
      symbols.describe(linked);
    }
    sink.symbol(
        new Symbol(
            name,
            section.name().equals(PER_CPU_SECTION)
                ? Symbol.Kind.PER_CPU_OBJECT
                : Symbol.Kind.OBJECT,
            described.external(),
            address,
            size == 0 ? pool.sizeOf(type) : size,
            type,
            described.file(),
            described.line(),
            section.name()));
  }

  private void function() {
    if (!Ranges.hasAny(die)) {
      return;
    }
    ranges.read(die, pairs);
    if (pairs.isEmpty()) {
      return;
    }
    Origins.Described described = origins.describe(die);
    String name = described.name();
    if (name == null) {
      return;
    }
    int entry = entryRange(name);
    long low = pairs.getLong(entry);
    ElfSection section = map.sectionAt(low);
    if (section == null || !section.isExecutable() || !functionAddresses.add(low)) {
      return;
    }
    int linked = symbols.find(low, name);
    if (linked >= 0 && symbols.name(linked).equals(name)) {
      symbols.describe(linked);
    }
    int type = types.prototype(described.root());
    sink.symbol(
        new Symbol(
            name,
            Symbol.Kind.FUNCTION,
            described.external(),
            low,
            pairs.getLong(entry + 1) - low,
            type,
            described.file(),
            described.line(),
            section.name()));
    parameters(low, type);
  }

  /** Of the ranges of a function in parts, the one that begins where the linker has its name. */
  private int entryRange(String name) {
    for (int i = 2; i < pairs.size(); i += 2) {
      int linked = symbols.find(pairs.getLong(i), name);
      if (linked >= 0 && symbols.name(linked).equals(name)) {
        return i;
      }
    }
    return 0;
  }

  private void parameters(long function, int type) {
    if (pool.type(type) instanceof CType.Prototype prototype) {
      List<Parameter> parameters = prototype.parameters();
      for (int i = 0; i < parameters.size(); i++) {
        String name = parameters.get(i).name();
        sink.parameter(function, i, name == null ? "" : name, parameters.get(i).type());
      }
    }
  }

  private void inlinedCall(int depth) {
    ranges.read(die, pairs);
    if (pairs.isEmpty() || !map.isCode(pairs.getLong(0))) {
      return;
    }
    int origin = die.reference(Slot.ABSTRACT_ORIGIN);
    int file = die.has(Slot.CALL_FILE) ? files.id(die, Slot.CALL_FILE) : 0;
    int line = (int) die.number(Slot.CALL_LINE, 0);
    String name = origin < 0 ? "?" : origins.nameAt(origin);
    for (int i = 0; i < pairs.size(); i += 2) {
      sink.inlined(pairs.getLong(i), pairs.getLong(i + 1), depth, name, file, line);
    }
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

  int typeOfVariableAt(long address) {
    return variableTypes.get(address);
  }

  boolean hasFunctionAt(long address) {
    return functionAddresses.contains(address);
  }
}
