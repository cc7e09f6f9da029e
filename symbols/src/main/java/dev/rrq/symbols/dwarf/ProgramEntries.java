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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells of the functions, the variables with an address and the inlined calls in entries. */
final class ProgramEntries {

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
  private final LongArrayList pairs = new LongArrayList();
  private final LongOpenHashSet functionAddresses = new LongOpenHashSet();
  private final Long2IntOpenHashMap variableTypes = new Long2IntOpenHashMap();
  private final Set<Place> places = new HashSet<>();

  ProgramEntries(
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
    variableTypes.defaultReturnValue(-1);
  }

  /** A variable with a location. */
  void variable(Die die) {
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
      variableAt(die, address, section);
    }
  }

  private void variableAt(Die die, long address, ElfSection section) {
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

  /** A function that is not only declared. */
  void function(Die die) {
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

  /**
   * An inlined call.
   *
   * @param depth how many calls are inlined around its code, it among them
   */
  void inlinedCall(Die die, int depth) {
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

  /** The type of the variable that was found at an address, or -1. */
  int typeOfVariableAt(long address) {
    return variableTypes.get(address);
  }

  /** Whether a function was found that begins at an address. */
  boolean hasFunctionAt(long address) {
    return functionAddresses.contains(address);
  }
}
