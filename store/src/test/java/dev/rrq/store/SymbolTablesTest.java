package dev.rrq.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.store.testing.TraceBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SymbolTablesTest {

  private static final long TEXT = 0xffffffff81000000L;

  @TempDir Path directory;
  private SymbolCache cache;

  @BeforeEach
  void cache() {
    cache = new SymbolCache(directory.resolve("cache"));
  }

  private Path write() {
    try (SymbolTableWriter writer = cache.write("c0ffee", "vmlinux")) {
      writer.file(1, "/src/init/main.c");
      writer.file(2, "/src/kernel/fork.c");
      writer.voidType(0);
      writer.composite(2, false, "list_head", 16);
      writer.member(2, "next", 3, 0, 0);
      writer.member(2, "prev", 3, 64, 0);
      writer.pointer(3, 2, 8);
      writer.baseType(1, "int", 4, "SIGNED");
      writer.enumeration(700, null, 4, false);
      writer.enumerator(700, "TASK_RUNNING", 0);
      writer.enumerator(700, "TASK_DEAD", 0x80);
      writer.prototype(701, 1, true);
      writer.prototypeParameter(701, null, 3);
      writer.symbol("start_kernel", "FUNCTION", true, TEXT + 0x100, 0x80, 701, 1, 10, ".text");
      writer.symbol("asm_entry", "FUNCTION", true, TEXT + 0x200, 0, -1, 0, 0, ".text");
      writer.symbol("an_alias", "FUNCTION", false, TEXT + 0x100, 0x80, -1, 0, 0, ".text");
      writer.symbol("init_list", "OBJECT", true, TEXT + 0x10000, 16, 2, 1, 3, ".data");
      writer.symbol("count", "OBJECT", false, TEXT + 0x10010, 4, 1, 1, 4, null);
      writer.symbol("count", "OBJECT", false, TEXT + 0x10014, 4, 1, 2, 7, null);
      writer.symbol("nr_running", "PER_CPU_OBJECT", true, 0x40, 4, 1, 2, 8, ".data..percpu");
      writer.parameter(TEXT + 0x100, 0, "argc", 1);
      writer.line(TEXT + 0x140, 2, 77);
      writer.line(TEXT + 0x100, 1, 12);
      writer.line(TEXT + 0x180, 0, 0);
      writer.inlined(TEXT + 0x140, TEXT + 0x150, 1, "outer", 1, 13);
      writer.inlined(TEXT + 0x144, TEXT + 0x148, 2, "inner", 2, 70);
      return writer.finish();
    }
  }

  @Test
  void linesAreTheSameFromMemory() {
    Path file = write();
    try (SymbolTables asked = SymbolTables.open(file);
        SymbolTables loaded = SymbolTables.open(file)) {
      loaded.loadLines();
      for (long address = TEXT + 0xf8; address < TEXT + 0x1c0; address += 8) {
        assertThat(loaded.lineAt(address)).isEqualTo(asked.lineAt(address));
      }
      assertThat(loaded.lineAt(TEXT + 0x140)).hasValue(new SourceLine("/src/kernel/fork.c", 77));
      assertThat(loaded.lineAt(TEXT + 0x100_0000)).isEmpty();
    }
  }

  @Test
  void namesMeanTheSameInMemory() {
    try (SymbolTables symbols = SymbolTables.open(write());
        SymbolTables loaded = SymbolTables.open(write())) {
      SymbolIndex index = loaded.index();
      for (String name : index.names()) {
        assertThat(loaded.named(name)).isNotEmpty().isEqualTo(symbols.named(name));
      }
      assertThat(loaded.named("Count")).isEmpty();
      assertThat(loaded.named("zzz")).isEmpty();
      assertThat(index.startingWith("", 9, s -> s.kind().equals(SymbolRow.OBJECT)))
          .containsExactlyElementsOf(
              index.symbols().stream()
                  .filter(s -> s.kind().equals(SymbolRow.OBJECT))
                  .map(SymbolRow::name)
                  .distinct()
                  .toList());
    }
  }

  @Test
  void findsWhatWasWritten() {
    try (SymbolTables symbols = SymbolTables.open(write())) {
      assertThat(symbols.meta(Meta.VMLINUX)).hasValue("vmlinux");
      assertThat(symbols.named("count"))
          .extracting(SymbolRow::address, SymbolRow::file)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(TEXT + 0x10010, 1),
              org.assertj.core.groups.Tuple.tuple(TEXT + 0x10014, 2));
      assertThat(symbols.named("Count")).isEmpty();
      assertThat(symbols.index().startingWith("co", 10)).containsExactly("count");
      assertThat(symbols.index().names()).isSorted().doesNotHaveDuplicates().hasSize(6);
      assertThat(symbols.functionAt(TEXT + 0x17f).orElseThrow().name()).isEqualTo("start_kernel");
      assertThat(symbols.functionAt(TEXT + 0x180)).isEmpty();
      assertThat(symbols.functionAt(TEXT + 0x210).orElseThrow().name()).isEqualTo("asm_entry");
      assertThat(symbols.objectAt(TEXT + 0x1000f).orElseThrow().name()).isEqualTo("init_list");
      assertThat(symbols.type(2).members())
          .containsExactly(
              new TypeRow.Member("next", 3, 0, 0), new TypeRow.Member("prev", 3, 64, 0));
      assertThat(symbols.type(700).enumerators()).hasSize(2);
      assertThat(symbols.type(701).parameters()).containsExactly(new TypeRow.Parameter(null, 3));
      assertThat(symbols.typesNamed("struct", "list_head")).containsExactly(2);
      assertThat(symbols.constants("TASK_DEAD"))
          .containsExactly(new SymbolTables.NamedConstant(700, 0x80));
      assertThat(symbols.parameters(TEXT + 0x100))
          .containsExactly(new TypeRow.Parameter("argc", 1));
      assertThat(symbols.lineAt(TEXT + 0x13f)).hasValue(new SourceLine("/src/init/main.c", 12));
      assertThat(symbols.lineAt(TEXT + 0x180)).isEmpty();
      assertThat(symbols.filesNamed("kernel/fork.c")).containsExactly(2);
      assertThat(symbols.filesNamed("ork.c")).isEmpty();
      assertThat(symbols.instructionsOf(2, 77))
          .containsExactly(new Interval(TEXT + 0x140, TEXT + 0x180));
      assertThat(symbols.inlinedAt(TEXT + 0x145))
          .containsExactly(
              new InlinedCall("inner", 2, "/src/kernel/fork.c", 70),
              new InlinedCall("outer", 1, "/src/init/main.c", 13));
      assertThatThrownBy(() -> symbols.type(5)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void theCacheFindsOnlyWhatIsWholeAndOfThisVersion() throws IOException, SQLException {
    assertThat(cache.find("c0ffee")).isEmpty();
    Path file = write();
    assertThat(cache.find("c0ffee")).hasValue(file);
    try (SymbolTableWriter unfinished = cache.write("c0ffee", "other")) {
      unfinished.file(1, "lost");
    }
    assertThat(cache.find("c0ffee")).hasValue(file);
    try (Stream<Path> files = Files.list(cache.directory())) {
      assertThat(files).containsExactly(file);
    }
    try (DuckDBConnection connection = DuckDb.open(file, false)) {
      DuckDb.execute(connection, "UPDATE meta SET value = '0' WHERE key = 'format_version'");
    }
    assertThat(cache.find("c0ffee")).isEmpty();
    Files.writeString(file, "not a database, but long enough to look at".repeat(200));
    assertThat(cache.find("c0ffee")).isEmpty();
  }

  @Test
  void theCacheFollowsTheEnvironment() {
    assertThat(SymbolCache.of(Map.of("XDG_CACHE_HOME", "/var/c"), Path.of("/home/u")).directory())
        .isEqualTo(Path.of("/var/c/rrq/symbols"));
    assertThat(SymbolCache.of(Map.of("XDG_CACHE_HOME", "rel"), Path.of("/home/u")).directory())
        .isEqualTo(Path.of("/home/u/.cache/rrq/symbols"));
  }

  @Test
  void sitesAreResolvedWithTheLoadOffset() throws SQLException {
    try (TraceStore store =
            TraceBuilder.in(directory.resolve("t.rrq"))
                .symbols(write())
                .meta(Meta.KASLR_OFFSET, 0x1000000)
                .writes(
                    """
                    10 0xffffffff82000144 0xffff888000001000 0x1000 4 0 1
                    20 0xffffffff82000290 0xffff888000001000 0x1000 4 1 2
                    30 0xffffffff82001300 0xffff888000001000 0x1000 4 2 3
                    40 0x401000 0x7ff000 0x1000 4 3 4 user
                    """)
                .open();
        DuckDBConnection connection = store.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT concat_ws(' ', \"function\", \"offset\", file, line, in_user)"
                    + " FROM sites ORDER BY pc >= 0, pc")) {
      List<String> sites = new java.util.ArrayList<>();
      while (rows.next()) {
        sites.add(rows.getString(1));
      }
      assertThat(sites)
          .containsExactly(
              "start_kernel 68 /src/kernel/fork.c 77 false",
              "asm_entry 144 false",
              "false",
              "true");
      assertThat(store.symbols().named("start_kernel")).hasSize(1);
      assertThat(store.meta(Meta.BUILD_ID)).hasValue("c0ffee");
    }
  }
}
