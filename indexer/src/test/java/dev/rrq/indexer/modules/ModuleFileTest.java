package dev.rrq.indexer.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.indexer.modules.ModuleImage.ModuleSymbol;
import dev.rrq.store.SymbolRow;
import dev.rrq.symbols.SymbolException;
import dev.rrq.symbols.model.Symbol;
import dev.rrq.symbols.model.SymbolTables.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module's file is placed by the module's symbols, or not at all. */
class ModuleFileTest {

  private static final String SOURCE =
      """
      struct pair { int first; long second; };
      struct pair table[4] = { { 1, 2 } };
      static long hits;
      int other;
      int count(int by)
      {
        static struct pair last;
        last.first += by;
        hits += last.first;
        return other + last.first;
      }
      """;

  private static final long TEXT = 0xffff_ffff_c055_8000L;
  private static final long DATA = 0xffff_ffff_c055_d000L;
  private static final long BSS = 0xffff_ffff_c055_e000L;

  @TempDir private Path directory;

  private ModuleFile compiled(String... flags) throws IOException, InterruptedException {
    Path source = Files.writeString(directory.resolve("some-module.c"), SOURCE);
    Path object = directory.resolve("some-module.ko");
    List<String> command = new java.util.ArrayList<>(List.of("gcc", "-c", "-O1", "-w"));
    command.addAll(List.of(flags));
    command.addAll(List.of("-o", object.toString(), source.toString()));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    return ModuleFile.read(object);
  }

  private static ModuleSymbol symbol(String name, String kind, long address, long size) {
    return new ModuleSymbol(name, kind, true, address, size, false);
  }

  /** As a symbol of the file would be, had its sections been put there. */
  private static ModuleSymbol loaded(ModuleFile file, String name) {
    Symbol symbol =
        file.debug().symbols().stream()
            .filter(found -> found.name().equals(name) || found.name().startsWith(name + "."))
            .reduce((first, second) -> second)
            .orElseThrow();
    long base =
        switch (String.valueOf(symbol.section())) {
          case ".text" -> TEXT;
          case ".data" -> DATA;
          default -> BSS;
        };
    String kind = symbol.kind() == Symbol.Kind.OBJECT ? SymbolRow.OBJECT : SymbolRow.FUNCTION;
    return symbol(symbol.name(), kind, base + (int) symbol.address(), symbol.size());
  }

  private static List<ModuleSymbol> all(ModuleFile file) {
    return List.of("table", "hits", "other", "count", "last").stream()
        .map(name -> loaded(file, name))
        .toList();
  }

  @Test
  void symbolsOfAModuleAreDescribedByItsFile() throws Exception {
    ModuleFile file = compiled("-g");
    ModulePlacement placement = file.place(all(file)).orElseThrow();

    Symbol table = placement.described(loaded(file, "table")).orElseThrow();
    assertThat(table.line()).isEqualTo(2);
    assertThat(table.type()).isPositive();
    assertThat(placement.described(loaded(file, "count")).orElseThrow().line()).isEqualTo(5);
  }

  @Test
  void aStaticVariableOfAFunctionHasTheNameOfTheSource() throws Exception {
    ModuleFile file = compiled("-g");
    ModuleSymbol last = loaded(file, "last");
    ModulePlacement placement = file.place(all(file)).orElseThrow();

    assertThat(last.name()).startsWith("last.");
    assertThat(placement.sourceName(last)).contains("last");
    assertThat(placement.sourceName(loaded(file, "hits"))).isEmpty();
  }

  @Test
  void linesOfAFunctionBeginAndEndWithIt() throws Exception {
    ModuleFile file = compiled("-g");
    ModuleSymbol count = loaded(file, "count");
    long from = file.place(all(file)).orElseThrow().inFile(count).orElseThrow();
    List<Line> lines = file.lines(from, from + count.size());

    assertThat(lines.get(0).address()).isEqualTo(from);
    assertThat(lines.get(lines.size() - 1)).isEqualTo(new Line(from + count.size(), 0, 0));
    assertThat(lines.subList(0, lines.size() - 1))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.line()).isBetween(5, 11));
  }

  @Test
  void aFileOfOtherSymbolsIsNotTaken() throws Exception {
    ModuleFile file = compiled("-g");
    ModuleSymbol table = loaded(file, "table");
    ModuleSymbol count = loaded(file, "count");
    ModuleSymbol hits = loaded(file, "hits");
    ModuleSymbol other = loaded(file, "other");

    assertThat(file.place(List.of(table, count))).isPresent();
    assertThat(file.place(List.of(symbol("added", SymbolRow.OBJECT, DATA, 4), table))).isEmpty();
    assertThat(file.place(List.of(count, symbol("table", table.kind(), table.address(), 16))))
        .as("of another size")
        .isEqualTo(Optional.empty());
    assertThat(
            file.place(
                List.of(hits, symbol("other", other.kind(), other.address() + 8, other.size()))))
        .as("elsewhere in the same section")
        .isEqualTo(Optional.empty());
    assertThat(file.place(List.of())).isEmpty();
  }

  @Test
  void aFileWithoutDebugInformationIsRefused() {
    assertThatThrownBy(() -> compiled("-g0"))
        .isInstanceOf(SymbolException.class)
        .hasMessageContaining("some-module.ko has no debug information");
  }

  @Test
  void filesAreFoundByTheNamesThatTheKernelHas() throws IOException {
    Path vmlinux = directory.resolve("vmlinux");
    Path debug = Files.createDirectories(directory.resolve("modules/debug"));
    Path first = Files.createFile(debug.resolve("some-module.ko"));
    Path second = Files.createFile(directory.resolve("modules/some-module.ko"));
    Path installed = Files.createDirectories(directory.resolve("kernel/fs/deep"));
    Path third = Files.createFile(installed.resolve("some_module.ko.debug"));
    Files.createDirectories(directory.resolve("drivers"));
    Path built = Files.createFile(directory.resolve("drivers/built.ko"));
    Files.writeString(directory.resolve("modules.order"), "drivers/built.o\ngone.o\n");
    ModuleFiles files = new ModuleFiles(vmlinux, Optional.empty());

    assertThat(files.of("some_module")).containsExactly(first, second, third);
    assertThat(files.of("built")).containsExactly(built);
    assertThat(files.of("gone")).isEmpty();
    assertThat(files.places()).contains(debug.toString());
  }
}
