package dev.rrq.indexer.modules;

import dev.rrq.indexer.modules.ModuleImage.ModuleSymbol;
import dev.rrq.store.SymbolRow;
import dev.rrq.symbols.SymbolException;
import dev.rrq.symbols.SymbolImport;
import dev.rrq.symbols.elf.ElfFile;
import dev.rrq.symbols.elf.ElfSymbol;
import dev.rrq.symbols.elf.ElfSymbolTable;
import dev.rrq.symbols.model.Symbol;
import dev.rrq.symbols.model.SymbolTables;
import dev.rrq.symbols.model.SymbolTables.FunctionParameter;
import dev.rrq.symbols.model.SymbolTables.Inlined;
import dev.rrq.symbols.model.SymbolTables.Line;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A kernel module's file: its symbol table, and what its debug information tells, at the addresses
 * of a file that is not linked.
 */
final class ModuleFile {

  private static final Comparator<Line> BY_ADDRESS = Comparator.comparingLong(Line::address);

  private final Path path;
  private final Optional<String> buildId;
  private final Map<Key, List<Long>> symbols = new HashMap<>();
  private final SymbolTables debug = new SymbolTables();
  private final Map<Long, List<Symbol>> byAddress;
  private final NavigableMap<Long, List<Inlined>> inlined;
  private final Map<Long, List<FunctionParameter>> parameters;

  /** What tells symbols apart but for where they are. */
  private record Key(String name, boolean function, long size) {}

  private ModuleFile(ElfFile elf) {
    path = elf.path();
    buildId = elf.buildId();
    ElfSymbolTable table = elf.symbols();
    for (int row = 1; row < table.size(); row++) {
      int type = table.type(row);
      int section = table.section(row);
      boolean defined = section > 0 && section < elf.sections().size();
      if (defined && (type == ElfSymbol.TYPE_FUNCTION || type == ElfSymbol.TYPE_OBJECT)) {
        Key key = new Key(table.name(row), type == ElfSymbol.TYPE_FUNCTION, table.sizeOf(row));
        symbols.computeIfAbsent(key, unused -> new ArrayList<>()).add(table.value(row));
      }
    }
    SymbolImport.runModule(elf, debug);
    byAddress = debug.symbols().stream().collect(Collectors.groupingBy(Symbol::address));
    inlined =
        debug.inlined().stream()
            .collect(Collectors.groupingBy(Inlined::low, TreeMap::new, Collectors.toList()));
    parameters =
        debug.parameters().stream().collect(Collectors.groupingBy(FunctionParameter::function));
  }

  /**
   * Reads a file.
   *
   * @throws SymbolException if it is none of a module with debug information
   */
  static ModuleFile read(Path path) {
    try (ElfFile elf = ElfFile.open(path)) {
      if (elf.type() != ElfFile.Type.RELOCATABLE || elf.content(".debug_info").size() == 0) {
        throw new SymbolException(
            SymbolException.Kind.NO_SYMBOLS, path + " has no debug information");
      }
      return new ModuleFile(elf);
    }
  }

  Path path() {
    return path;
  }

  Optional<String> buildId() {
    return buildId;
  }

  SymbolTables debug() {
    return debug;
  }

  /** The symbols that debug information has at an address of the file. */
  List<Symbol> at(long address) {
    return byAddress.getOrDefault(address, List.of());
  }

  /**
   * Where the sections of the file are in the guest, by the symbols of a module; empty unless all
   * of them are the file's, and agree.
   */
  Optional<ModulePlacement> place(List<ModuleSymbol> loaded) {
    Map<Integer, Long> bases = new HashMap<>();
    for (ModuleSymbol symbol : loaded) {
      List<Long> found = symbols.getOrDefault(key(symbol), List.of());
      if (found.isEmpty()) {
        return Optional.empty();
      }
      if (found.size() == 1) {
        int section = ElfFile.sectionIndex(found.get(0));
        long base = symbol.address() - (found.get(0) - ElfFile.sectionBase(section));
        Long known = bases.putIfAbsent(section, base);
        if (known != null && known != base) {
          return Optional.empty();
        }
      }
    }
    return bases.isEmpty() ? Optional.empty() : Optional.of(new ModulePlacement(this, bases));
  }

  /** The lines of a function: at its first instruction, at each change, and none at its end. */
  List<Line> lines(long from, long to) {
    List<Line> lines = new ArrayList<>();
    int at = Collections.binarySearch(debug.lines(), new Line(from, 0, 0), BY_ADDRESS);
    int row = at >= 0 ? at : -at - 2;
    for (; row >= 0 && row < debug.lines().size(); row++) {
      Line line = debug.lines().get(row);
      if (line.address() >= to) {
        break;
      }
      lines.add(new Line(Math.max(from, line.address()), line.file(), line.line()));
    }
    if (!lines.isEmpty()) {
      lines.add(new Line(to, 0, 0));
    }
    return lines;
  }

  /** What is inlined in a function. */
  List<Inlined> inlined(long from, long to) {
    return inlined.subMap(from, to).values().stream().flatMap(List::stream).toList();
  }

  /** The parameters of the function at an address. */
  List<FunctionParameter> parameters(long function) {
    return parameters.getOrDefault(function, List.of());
  }

  /** Where in the file a symbol may be. */
  List<Long> places(ModuleSymbol symbol) {
    return symbols.getOrDefault(key(symbol), List.of());
  }

  private static Key key(ModuleSymbol symbol) {
    return new Key(symbol.name(), symbol.kind().equals(SymbolRow.FUNCTION), symbol.size());
  }
}
