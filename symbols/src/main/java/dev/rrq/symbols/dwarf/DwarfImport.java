package dev.rrq.symbols.dwarf;

import dev.rrq.symbols.ImportMonitor;
import dev.rrq.symbols.SymbolException;
import dev.rrq.symbols.SymbolException.Kind;
import dev.rrq.symbols.elf.AddressMap;
import dev.rrq.symbols.elf.ElfFile;
import dev.rrq.symbols.elf.LinkedSymbols;
import dev.rrq.symbols.model.SymbolSink;
import dev.rrq.symbols.types.TypePool;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.ToIntFunction;

/**
 * Reads all units of a file's DWARF once, in order, and passes on what they define. Answers
 * afterwards for symbols that they only declare.
 */
public final class DwarfImport implements DebugInformation {

  private static final int UNITS_TO_LEARN_FROM = 16;
  private static final int UNITS_A_REPORT = 16;

  private final ElfFile elf;
  private final DwarfSections sections;
  private final SymbolSink sink;
  private final SourceFiles sources;
  private final LineRows lines;
  private final LongOpenHashSet linePrograms = new LongOpenHashSet();
  private final Units units;
  private final TypeConverter types;
  private final ProgramEntries entries;
  private final UnitWalk walk;
  private int unread;

  private DwarfImport(
      ElfFile elf, AddressMap map, LinkedSymbols symbols, TypePool pool, SymbolSink sink) {
    this.elf = elf;
    this.sections = DwarfSections.of(elf);
    this.sink = sink;
    this.sources = new SourceFiles(sink);
    this.lines = new LineRows(map);
    this.units = new Units(sections);
    TypeConverter.FileNumbers files =
        (die, slot) -> die.unit().files(sections).id(die.number(slot, -1), sources);
    this.types = new TypeConverter(sections, units, pool, files);
    Origins origins = new Origins(new DieReader(sections, units), types, files);
    this.entries = new ProgramEntries(sections, types, origins, files, map, symbols, pool, sink);
    this.walk = new UnitWalk(sections, types, symbols, pool, entries);
  }

  /**
   * Reads everything but the lines, which are passed on by {@link #passOnLines()}.
   *
   * @throws SymbolException if the debug information is damaged
   * @throws CancellationException if the monitor says so
   */
  public static DwarfImport run(
      ElfFile elf,
      AddressMap map,
      LinkedSymbols symbols,
      TypePool pool,
      SymbolSink sink,
      ImportMonitor monitor) {
    try {
      DwarfImport dwarf = new DwarfImport(elf, map, symbols, pool, sink);
      dwarf.readAll(monitor);
      return dwarf;
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      throw new SymbolException(
          Kind.DAMAGED,
          elf.path() + ": damaged DWARF: the units of .debug_info do not fit",
          null,
          e);
    }
  }

  private void readAll(ImportMonitor monitor) {
    List<UnitHeader> headers = units.headers();
    learnRoot(headers);
    int number = 0;
    for (UnitHeader header : headers) {
      if (number++ % UNITS_A_REPORT == 0
          && !monitor.progress(header.start(), sections.info().size())) {
        throw new CancellationException("the import of " + elf.path() + " was cancelled");
      }
      if (header.isReadable()) {
        read(header);
      } else {
        unread++;
      }
    }
    lines.sort();
    monitor.progress(sections.info().size(), sections.info().size());
  }

  private void learnRoot(List<UnitHeader> headers) {
    for (UnitHeader header : headers.subList(0, Math.min(UNITS_TO_LEARN_FROM, headers.size()))) {
      if (header.isReadable()) {
        Unit unit = units.unit(header);
        sources.learnRoot(unit.directory(), unit.name());
      }
    }
  }

  private void read(UnitHeader header) {
    try {
      Unit unit = units.unit(header);
      if (unit.lineProgram() >= 0
          && sections.line().size() > 0
          && linePrograms.add(unit.lineProgram())) {
        LineProgram.at(Math.toIntExact(unit.lineProgram()), unit.directory(), sections)
            .run(lines, sources);
      }
      walk.run(unit);
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      throw new SymbolException(
          Kind.DAMAGED,
          "%s: damaged DWARF in the unit at .debug_info offset 0x%x"
              .formatted(elf.path(), header.start()),
          null,
          e);
    }
  }

  /** Passes on all lines, by address. */
  public void passOnLines() {
    lines.passOn(sink);
  }

  /** How many units could not be read, because of their version or because they are split off. */
  public int unreadUnits() {
    return unread;
  }

  @Override
  public int declaredVariable(String name) {
    return declared(name, walk::declaredVariable);
  }

  @Override
  public int declaredFunction(String name) {
    return declared(name, walk::declaredFunction);
  }

  private int declared(String name, ToIntFunction<String> lookUp) {
    try {
      return lookUp.applyAsInt(name);
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      throw new SymbolException(
          Kind.DAMAGED,
          "%s: damaged DWARF in the declaration of %s".formatted(elf.path(), name),
          null,
          e);
    }
  }

  @Override
  public int typeOfVariableAt(long address) {
    return entries.typeOfVariableAt(address);
  }

  @Override
  public boolean hasFunctionAt(long address) {
    return entries.hasFunctionAt(address);
  }

  @Override
  public int fileAt(long address) {
    int row = lines.find(address);
    return row < 0 ? 0 : lines.file(row);
  }

  @Override
  public int lineAt(long address) {
    int row = lines.find(address);
    return row < 0 ? 0 : lines.line(row);
  }
}
