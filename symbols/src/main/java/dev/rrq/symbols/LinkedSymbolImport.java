package dev.rrq.symbols;

import dev.rrq.symbols.dwarf.DebugInformation;
import dev.rrq.symbols.elf.AddressMap;
import dev.rrq.symbols.elf.ElfSection;
import dev.rrq.symbols.elf.ElfSymbol;
import dev.rrq.symbols.elf.LinkedSymbols;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.Symbol;
import dev.rrq.symbols.model.SymbolSink;
import dev.rrq.symbols.types.TypePool;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes on the symbols that only the linker's table defines: functions written in assembly, marks
 * such as {@code __per_cpu_start}, aliases such as {@code jiffies}, parts and clones of functions
 * that the compiler named. A declaration in C gives them a type where there is one.
 */
final class LinkedSymbolImport {

  static final String PER_CPU_SECTION = ".data..percpu";

  private final LinkedSymbols symbols;
  private final AddressMap map;
  private final DebugInformation debug;
  private final TypePool types;
  private final SymbolSink sink;

  LinkedSymbolImport(
      LinkedSymbols symbols,
      AddressMap map,
      DebugInformation debug,
      TypePool types,
      SymbolSink sink) {
    this.symbols = symbols;
    this.map = map;
    this.debug = debug;
    this.types = types;
    this.sink = sink;
  }

  void run() {
    long functionAddress = 0;
    boolean functionSeen = false;
    for (int i = 0; i < symbols.size(); i++) {
      if (symbols.isDescribed(i) || symbols.name(i).isEmpty()) {
        continue;
      }
      long address = symbols.address(i);
      ElfSection section = map.sectionAt(address);
      if (isFunction(i, section)) {
        boolean alias =
            debug.hasFunctionAt(address) || (functionSeen && functionAddress == address);
        function(i, section, alias);
        functionSeen = true;
        functionAddress = address;
      } else {
        object(i, section);
      }
    }
  }

  /** Assembly entry points have no type, but a size; a label within them has neither. */
  private boolean isFunction(int index, @Nullable ElfSection section) {
    int type = symbols.type(index);
    return type == ElfSymbol.TYPE_FUNCTION
        || type == ElfSymbol.TYPE_INDIRECT_FUNCTION
        || (type == ElfSymbol.TYPE_NONE
            && section != null
            && section.isExecutable()
            && (symbols.sizeOf(index) > 0 || debug.declaredFunction(symbols.name(index)) >= 0));
  }

  private void function(int index, @Nullable ElfSection section, boolean alias) {
    int type = debug.declaredFunction(symbols.name(index));
    Symbol.Kind kind = alias ? Symbol.Kind.LABEL : Symbol.Kind.FUNCTION;
    sink.symbol(symbol(index, kind, section, type));
    if (!alias && type >= 0 && types.type(type) instanceof CType.Prototype prototype) {
      List<CType.Parameter> parameters = prototype.parameters();
      for (int i = 0; i < parameters.size(); i++) {
        String name = parameters.get(i).name();
        sink.parameter(
            symbols.address(index), i, name == null ? "" : name, parameters.get(i).type());
      }
    }
  }

  private void object(int index, @Nullable ElfSection section) {
    int type = debug.declaredVariable(symbols.name(index));
    if (type < 0 && symbols.type(index) == ElfSymbol.TYPE_OBJECT) {
      type = debug.typeOfVariableAt(symbols.address(index));
    }
    boolean isObject = symbols.type(index) == ElfSymbol.TYPE_OBJECT || (type >= 0 && !isOpen(type));
    Symbol.Kind kind = Symbol.Kind.LABEL;
    if (isObject) {
      boolean perCpu = section != null && section.name().equals(PER_CPU_SECTION);
      kind = perCpu ? Symbol.Kind.PER_CPU_OBJECT : Symbol.Kind.OBJECT;
    }
    sink.symbol(symbol(index, kind, section, type));
  }

  /** Linker symbols are declared as arrays of unknown length: a place, not an object. */
  private boolean isOpen(int type) {
    return types.type(type) instanceof CType.Array array && array.count() < 0;
  }

  private Symbol symbol(int index, Symbol.Kind kind, @Nullable ElfSection section, int type) {
    long address = symbols.address(index);
    long size = symbols.sizeOf(index);
    return new Symbol(
        symbols.name(index),
        kind,
        symbols.isGlobal(index),
        address,
        size == 0 && type >= 0 ? types.sizeOf(type) : size,
        type,
        debug.fileAt(address),
        debug.lineAt(address),
        section == null ? null : section.name());
  }
}
