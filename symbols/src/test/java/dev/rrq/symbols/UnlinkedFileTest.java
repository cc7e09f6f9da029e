package dev.rrq.symbols;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.symbols.elf.ElfFile;
import dev.rrq.symbols.model.Symbol;
import dev.rrq.symbols.model.SymbolTables;
import dev.rrq.symbols.types.CDeclaration;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from a file that is not linked is what the linked program has. */
class UnlinkedFileTest {

  private static final List<String> SOURCES = List.of("main.c", "other.c");

  @TempDir private Path linkedDirectory;
  @TempDir private Path directory;

  @Test
  void hasTheSymbolsTypesAndLinesOfTheLinkedProgram() {
    for (List<String> flags :
        List.of(
            List.of("-gdwarf-5", "-O2"),
            List.of("-gdwarf-4", "-O1", "-ffunction-sections", "-fdata-sections"),
            List.of("-gdwarf-5", "-gz=zlib"))) {
      SymbolTables linked = CProgram.compile(linkedDirectory, SOURCES, flags).symbols();
      SymbolTables unlinked = unlinked(flags);

      Map<String, String> found = described(unlinked, unlinked);
      assertThat(found).hasSizeGreaterThan(10);
      // Sections of the linked program hold what the C library adds, too.
      assertThat(described(linked, unlinked)).as(flags.toString()).isEqualTo(found);
    }
  }

  @Test
  void sectionsLieApart() {
    SymbolTables unlinked = unlinked(List.of("-g", "-O2"));

    assertThat(unlinked.symbols())
        .filteredOn(symbol -> symbol.type() >= 0 && symbol.section() != null)
        .isNotEmpty()
        .allSatisfy(
            symbol ->
                assertThat(sectionName(ElfFile.sectionIndex(symbol.address())))
                    .isEqualTo(symbol.section()));
  }

  private String sectionName(int index) {
    try (ElfFile elf = ElfFile.open(directory.resolve("program"))) {
      return elf.sections().get(index).name();
    }
  }

  private SymbolTables unlinked(List<String> flags) {
    List<String> all = new java.util.ArrayList<>(flags);
    all.addAll(List.of("-r", "-nostdlib"));
    SymbolTables tables = new SymbolTables();
    try (ElfFile elf = ElfFile.open(CProgram.compile(directory, SOURCES, all).file())) {
      assertThat(elf.type()).isEqualTo(ElfFile.Type.RELOCATABLE);
      SymbolImport.runModule(elf, tables);
    }
    return tables;
  }

  /** What is known of each symbol that has a type, and is among some, but for where it lies. */
  private static Map<String, String> described(SymbolTables tables, SymbolTables among) {
    Map<String, String> all = new TreeMap<>();
    for (Symbol symbol : tables.symbols()) {
      if (symbol.type() >= 0 && !among.symbols(symbol.name()).isEmpty()) {
        all.merge(
            symbol.name() + " of line " + symbol.line(),
            new CDeclaration(tables).text(symbol.type(), symbol.name())
                + ", "
                + symbol.kind()
                + ", "
                + symbol.size()
                + " bytes, "
                + Path.of(tables.file(symbol.file())).getFileName()
                + parameters(tables, symbol)
                + lines(tables, symbol),
            (one, other) -> one.compareTo(other) < 0 ? one + other : other + one);
      }
    }
    return all;
  }

  private static String parameters(SymbolTables tables, Symbol function) {
    return tables.parameters().stream()
        .filter(parameter -> parameter.function() == function.address())
        .map(parameter -> parameter.ordinal() + parameter.name())
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String lines(SymbolTables tables, Symbol symbol) {
    String lines =
        tables.lines().stream()
            .filter(line -> line.line() > 0)
            .filter(line -> line.address() >= symbol.address())
            .filter(line -> line.address() < symbol.address() + symbol.size())
            .map(line -> (line.address() - symbol.address()) + ":" + line.line())
            .collect(Collectors.joining(" "));
    String inlined =
        tables.inlined().stream()
            .filter(call -> call.low() >= symbol.address())
            .filter(call -> call.low() < symbol.address() + symbol.size())
            .map(call -> call.function() + "+" + (call.low() - symbol.address()))
            .sorted()
            .collect(Collectors.joining(" "));
    return lines + " " + inlined;
  }
}
