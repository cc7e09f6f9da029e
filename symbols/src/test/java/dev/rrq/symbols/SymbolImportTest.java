package dev.rrq.symbols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.Symbol;
import dev.rrq.symbols.model.SymbolTables;
import dev.rrq.symbols.model.SymbolTables.Inlined;
import dev.rrq.symbols.model.SymbolTables.Line;
import dev.rrq.symbols.types.CDeclaration;
import dev.rrq.symbols.types.TypeLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from programs that GCC made, compared with what nm, addr2line and gdb read. */
class SymbolImportTest {

  @TempDir Path directory;

  private CProgram compile(String flags) {
    return CProgram.compile(directory, flags.split(" ", -1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-gdwarf-2 -gstrict-dwarf -O0",
        "-gdwarf-3 -O1",
        "-gdwarf-4 -O0",
        "-gdwarf-4 -O2",
        "-gdwarf-5 -O0",
        "-gdwarf-5 -O2",
        "-gdwarf-5 -O2 -flto",
        "-gdwarf-4 -O2 -flto",
        "-gdwarf-5 -O1 -gz=zlib",
        "-gdwarf-4 -O1 -gz=zlib-gnu",
        "-gdwarf-5 -O1 -fdebug-types-section",
        "-gdwarf-4 -O1 -fdebug-types-section",
        "-gdwarf-5 -gdwarf64 -O2",
        "-gdwarf-5 -O2 -ffunction-sections -fdata-sections -Wl,--gc-sections",
        "-gdwarf-5 -O2 -pie -fPIE"
      })
  void agreesWithOtherReaders(String flags) {
    CProgram program = compile(flags);
    SymbolTables tables = program.symbols();
    hasAllSymbolsOfNm(program, tables);
    tellsStaticsOfOneNameApart(tables);
    if (flags.matches(".*(-flto|-gdwarf64|-gdwarf-5.*-fdebug-types-section).*")) {
      hasLinesOfReadelf(program, tables); // addr2line 2.40 misreads these
    } else {
      hasLinesOfAddr2line(program, tables);
    }
    hasTypesOfGdb(program, tables);
  }

  private static void hasAllSymbolsOfNm(CProgram program, SymbolTables tables) {
    Set<String> imported =
        tables.symbols().stream()
            .map(symbol -> "%016x %s".formatted(symbol.address(), symbol.name()))
            .collect(Collectors.toSet());
    List<String> expected =
        Tools.lines("nm", "--defined-only", program.file().toString()).stream()
            .filter(line -> line.charAt(17) != 'a')
            .map(line -> line.substring(0, 17) + line.substring(19))
            .toList();
    assertThat(expected).hasSizeGreaterThan(20);
    assertThat(imported).containsAll(expected);
  }

  private static void tellsStaticsOfOneNameApart(SymbolTables tables) {
    assertThat(tables.symbols("counter"))
        .filteredOn(symbol -> symbol.file() != 0)
        .extracting(
            symbol -> fileName(tables, symbol.file()), Symbol::global, Symbol::size, Symbol::line)
        .containsExactlyInAnyOrder(tuple("main.c", false, 4L, 5), tuple("other.c", false, 8L, 3));
    assertThat(tables.symbols("calls"))
        .extracting(symbol -> fileName(tables, symbol.file()), Symbol::line)
        .contains(tuple("main.c", 38), tuple("main.c", 51));
  }

  private static String fileName(SymbolTables tables, int file) {
    return Path.of(tables.file(file)).getFileName().toString();
  }

  private static List<Long> addressesOfLines(SymbolTables tables) {
    List<Line> lines = tables.lines();
    assertThat(lines).isSortedAccordingTo(Comparator.comparingLong(Line::address));
    List<Long> addresses = new ArrayList<>();
    for (Line line : lines) {
      if (line.line() > 0) {
        addresses.add(line.address());
      }
    }
    assertThat(addresses).hasSizeGreaterThan(20);
    return addresses;
  }

  private static void hasLinesOfReadelf(CProgram program, SymbolTables tables) {
    Pattern row = Pattern.compile("(\\S+)\\s+(\\d+)\\s+0x([0-9a-f]+)\\b.*");
    Map<Long, String> expected = new TreeMap<>();
    String file = program.file().toString();
    for (String line : Tools.lines("readelf", "--debug-dump=decodedline", file)) {
      Matcher found = row.matcher(line);
      if (found.matches()) {
        long address = Long.parseUnsignedLong(found.group(3), 16);
        expected.put(address, found.group(1) + ":" + found.group(2));
      }
    }
    for (long address : addressesOfLines(tables)) {
      assertThat(frames(tables, address).replaceAll(" .*", "")).isEqualTo(expected.get(address));
    }
  }

  private static void hasLinesOfAddr2line(CProgram program, SymbolTables tables) {
    List<Long> addresses = addressesOfLines(tables);
    List<String> expected = addr2line(program, addresses);
    List<String> found = addresses.stream().map(address -> frames(tables, address)).toList();
    assertThat(found).isEqualTo(expected);
  }

  /** For each address the frames that addr2line finds, innermost first, as file:line of each. */
  private static List<String> addr2line(CProgram program, List<Long> addresses) {
    List<String> command =
        new ArrayList<>(List.of("addr2line", "-a", "-i", "-s", "-e", program.file().toString()));
    addresses.forEach(address -> command.add(Long.toHexString(address)));
    List<String> result = new ArrayList<>();
    for (String line : Tools.run(command).lines().toList()) {
      if (line.startsWith("0x")) {
        result.add("");
      } else {
        int last = result.size() - 1;
        String place = line.replaceAll(" \\(discriminator.*", "").replace("??:?", "?:0");
        result.set(last, (result.get(last) + " " + place).strip());
      }
    }
    return result;
  }

  private static String frames(SymbolTables tables, long address) {
    Line line = lineAt(tables, address);
    StringBuilder frames = new StringBuilder(fileName(tables, line.file()) + ":" + line.line());
    TreeMap<Integer, Inlined> around = new TreeMap<>(Comparator.reverseOrder());
    for (Inlined call : tables.inlined()) {
      if (address >= call.low() && address < call.high()) {
        around.put(call.depth(), call);
      }
    }
    around
        .values()
        .forEach(
            call ->
                frames
                    .append(' ')
                    .append(fileName(tables, call.callFile()))
                    .append(':')
                    .append(call.callLine()));
    return frames.toString();
  }

  private static Line lineAt(SymbolTables tables, long address) {
    Line found = tables.lines().get(0);
    for (Line line : tables.lines()) {
      if (line.address() <= address) {
        found = line;
      }
    }
    return found;
  }

  private static void hasTypesOfGdb(CProgram program, SymbolTables tables) {
    CDeclaration declaration = new CDeclaration(tables);
    TypeLayout layout = new TypeLayout(tables);
    List<Symbol> typed =
        tables.symbols().stream()
            .filter(s -> s.type() > 0 && s.kind() != Symbol.Kind.LABEL && !s.name().contains("."))
            .filter(s -> tables.symbols(s.name()).size() == 1)
            .filter(s -> !isClone(tables, s))
            .toList();
    assertThat(typed).hasSizeGreaterThan(1);
    List<String> commands = new ArrayList<>();
    for (Symbol symbol : typed) {
      commands.add("whatis " + symbol.name());
      commands.add("output sizeof(" + symbol.name() + ")");
    }
    List<String> answers = Tools.gdb(program.file(), commands);
    for (int i = 0; i < typed.size(); i++) {
      Symbol symbol = typed.get(i);
      assertThat(normalise("type = " + withoutParameterNames(tables, declaration, symbol)))
          .as(symbol.name())
          .isEqualTo(normalise(answers.get(2 * i)));
      if (symbol.kind() != Symbol.Kind.FUNCTION) {
        assertThat(layout.sizeOf(symbol.type()))
            .as(symbol.name())
            .isEqualTo(Long.parseLong(answers.get(2 * i + 1)));
      }
    }
  }

  /** A function whose parameters the compiler has changed; gdb lists them as changed. */
  private static boolean isClone(SymbolTables tables, Symbol function) {
    return tables.symbols().stream()
        .anyMatch(other -> other.name().startsWith(function.name() + "."));
  }

  private static String withoutParameterNames(
      SymbolTables tables, CDeclaration declaration, Symbol symbol) {
    if (tables.type(symbol.type()) instanceof CType.Prototype prototype) {
      String parameters =
          prototype.parameters().stream()
              .map(parameter -> declaration.text(parameter.type()))
              .collect(Collectors.joining(", "));
      return declaration.text(prototype.returnType())
          + "("
          + (parameters.isEmpty() ? "void" : parameters)
          + ")";
    }
    return declaration.text(symbol.type());
  }

  private static String normalise(String type) {
    return type.replace(" ", "").replace("struct{...}", "point_t");
  }
}
