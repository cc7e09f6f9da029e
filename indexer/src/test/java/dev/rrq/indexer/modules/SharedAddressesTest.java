package dev.rrq.indexer.modules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.indexer.modules.ModuleImage.ModuleSymbol;
import dev.rrq.store.SymbolRow;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SharedAddressesTest {

  private static final LoadedModule FIRST = module(1, "first", 100, 200L, function("f", 0, 32));
  private static final LoadedModule SECOND =
      module(2, "second", 300, null, function("g", 16, 32), function("h", 64, 8));

  @Test
  void whatNobodySharesNamesItsAddresses() {
    assertThat(named(List.of(SECOND), Set.of())).containsExactly("g+32 [second]", "h+8 [second]");
  }

  @Test
  void theOneThatRanNamesTheAddresses() {
    assertThat(named(List.of(FIRST, SECOND), Set.of("16 from 300")))
        .containsExactly("g+32 [second]", "h+8 [second]");
    assertThat(named(List.of(FIRST, SECOND), Set.of("0 from 100")))
        .containsExactly("f+32 [first]", "h+8 [second]");
  }

  @Test
  void whereBothRanBothAreNamed() {
    assertThat(named(List.of(FIRST, SECOND), Set.of("0 from 100", "16 from 300")))
        .containsExactly("f|g+48 null", "h+8 [second]");
  }

  @Test
  void whereNoneRanBothAreNamed() {
    assertThat(named(List.of(FIRST, SECOND), Set.of())).contains("f|g+48 null");
  }

  @Test
  void aModuleThatComesBackToItsPlaceSharesNothing() {
    LoadedModule again = module(2, "first", 300, null, function("f", 0, 32));

    assertThat(named(List.of(FIRST, again), Set.of("0 from 100", "0 from 300")))
        .containsExactly("f+32 [first]");
  }

  @Test
  void allAreFoundByName() {
    assertThat(rows(List.of(FIRST, SECOND), Set.of("16 from 300")))
        .extracting(SymbolRow::name)
        .contains("f", "g", "h");
  }

  @Test
  void pointersToSharedVariablesStayNumbers() {
    LoadedModule one = module(1, "first", 100, 200L, variable("a", 0));
    LoadedModule two = module(2, "second", 300, null, variable("b", 4));

    assertThat(named(List.of(one, two), Set.of())).isEmpty();
  }

  /** The symbols that name their addresses: name, size, section. */
  private static List<String> named(List<LoadedModule> modules, Set<String> ran) {
    return rows(modules, ran).stream()
        .filter(SymbolRow::namesAddresses)
        .map(row -> row.name() + "+" + row.size() + " " + row.section())
        .toList();
  }

  private static List<SymbolRow> rows(List<LoadedModule> modules, Set<String> ran) {
    return new SharedAddresses((entry, from, to) -> ran.contains(entry + " from " + from))
        .resolve(
            modules,
            (module, symbol) ->
                new SymbolRow(
                    symbol.name(),
                    symbol.kind(),
                    symbol.global(),
                    symbol.address(),
                    symbol.size(),
                    -1,
                    0,
                    0,
                    SymbolRow.sectionOf(module.name())));
  }

  private static LoadedModule module(
      int id, String name, long loaded, Long unloaded, ModuleSymbol... symbols) {
    return new LoadedModule(id, name, 0, 4096, 0, loaded, loaded, unloaded, List.of(symbols));
  }

  private static ModuleSymbol function(String name, long address, long size) {
    return new ModuleSymbol(name, SymbolRow.FUNCTION, false, address, size, false);
  }

  private static ModuleSymbol variable(String name, long address) {
    return new ModuleSymbol(name, SymbolRow.OBJECT, false, address, 8, false);
  }
}
