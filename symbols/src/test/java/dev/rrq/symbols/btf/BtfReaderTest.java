package dev.rrq.symbols.btf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.symbols.CProgram;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.CType.Composite;
import dev.rrq.symbols.model.CType.Enumeration;
import dev.rrq.symbols.model.SymbolTables;
import dev.rrq.symbols.types.CDeclaration;
import dev.rrq.symbols.types.TypeLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types from BTF, compared with those from DWARF, which gdb has confirmed. */
class BtfReaderTest {

  @TempDir Path directory;

  @Test
  void readsTheTypesThatDwarfHas() {
    SymbolTables btf = compile("-gbtf");
    SymbolTables dwarf = compile("-gdwarf-5");
    assertThat(definitions(dwarf)).hasSizeGreaterThan(7);
    // GCC 12 writes the dimensions of an array in reverse; pahole, which Linux uses, does not
    assertThat(definitions(btf).stream().map(text -> text.replace("[3][2]", "[2][3]")))
        .containsExactlyElementsOf(definitions(dwarf));
  }

  @Test
  void takesDimensionsOfArraysFromDwarf() {
    assertThat(definitions(compile("-gdwarf-5", "-gbtf")))
        .isEqualTo(definitions(compile("-gdwarf-5")))
        .anyMatch(text -> text.contains("int matrix[2][3];"));
  }

  /** One file only, as the linker joins the BTF of several without merging it. */
  private SymbolTables compile(String... formats) {
    List<String> flags = new ArrayList<>(List.of(formats));
    flags.addAll(List.of("-nostdlib", "-Wl,--unresolved-symbols=ignore-all"));
    return CProgram.compile(directory, List.of("main.c"), flags).symbols();
  }

  /** Each tagged type with its members, their types and offsets. */
  private static Set<String> definitions(SymbolTables tables) {
    CDeclaration declaration = new CDeclaration(tables);
    TypeLayout layout = new TypeLayout(tables);
    Set<String> definitions = new TreeSet<>();
    for (CType type : tables.types()) {
      if (type instanceof Composite composite && composite.name() != null) {
        StringBuilder text = new StringBuilder(declaration.definition(type.id()));
        layout.members(composite).forEach(f -> text.append(' ').append(f.bitOffset()));
        definitions.add(text.append(" size ").append(composite.size()).toString());
      } else if (type instanceof Enumeration enumeration && enumeration.name() != null) {
        definitions.add(declaration.definition(type.id()));
      }
    }
    return definitions;
  }
}
