package dev.rrq.symbols;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.CType.Composite;
import dev.rrq.symbols.model.CType.CompositeKind;
import dev.rrq.symbols.model.Symbol;
import dev.rrq.symbols.model.SymbolTables;
import dev.rrq.symbols.model.SymbolTables.Inlined;
import dev.rrq.symbols.model.SymbolTables.Line;
import dev.rrq.symbols.types.CDeclaration;
import dev.rrq.symbols.types.TypeLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The symbols of a real Linux kernel, compared with what nm, addr2line and gdb read of it. */
class KernelSymbolsIT {

  private static final int SAMPLE = 200;
  private static final long SEED = 20240229;

  private static Path vmlinux;
  private static SymbolTables tables;
  private static TypeLayout layout;
  private static TreeMap<Long, Line> lines;
  private static Map<String, List<Symbol>> byName;

  @BeforeAll
  static void readKernel() {
    vmlinux = Vmlinux.find();
    tables = CProgram.read(vmlinux);
    layout = new TypeLayout(tables);
    lines = new TreeMap<>(Long::compareUnsigned);
    tables.lines().forEach(line -> lines.put(line.address(), line));
    byName = tables.symbols().stream().collect(Collectors.groupingBy(Symbol::name));
  }

  private static Symbol only(String name) {
    assertThat(byName.get(name)).as(name).hasSize(1);
    return byName.get(name).get(0);
  }

  private static <T> List<T> sample(int size, List<T> all) {
    List<T> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, new Random(SEED));
    return shuffled.subList(0, Math.min(size, shuffled.size()));
  }

  @Test
  void knowsAllSymbolsOfNm() {
    Set<String> imported = new HashSet<>();
    for (Symbol symbol : tables.symbols()) {
      imported.add("%016x %s".formatted(symbol.address(), symbol.name()));
    }
    List<String> missing =
        Tools.lines("nm", "--defined-only", vmlinux.toString()).stream()
            .filter(line -> "aA".indexOf(line.charAt(17)) < 0)
            .map(line -> line.substring(0, 17) + line.substring(19))
            .filter(line -> !imported.contains(line))
            .toList();
    assertThat(missing).isEmpty();
    assertThat(imported).hasSizeGreaterThan(50_000);
  }

  @Test
  void resolvesWellKnownVariables() {
    Symbol init = only("init_task");
    Composite task = (Composite) layout.strip(init.type());
    assertThat(task).isEqualTo(tables.composite(CompositeKind.STRUCT, "task_struct").orElseThrow());
    assertThat(tables.file(init.file())).isEqualTo("init/init_task.c");
    CDeclaration declaration = new CDeclaration(tables);
    assertThat(declaration.text(layout.member(task, "comm").orElseThrow().member().type()))
        .isEqualTo("char[16]");
    Symbol jiffies = only("jiffies");
    assertThat(declaration.text(jiffies.type())).isEqualTo("volatile unsigned long");
    assertThat(jiffies.size()).isEqualTo(8);
    assertThat(jiffies.address()).isEqualTo(only("jiffies_64").address());
    Symbol runqueues = only("runqueues");
    assertThat(runqueues.kind()).isEqualTo(Symbol.Kind.PER_CPU_OBJECT);
    assertThat(declaration.text(runqueues.type())).isEqualTo("struct rq");
    assertThat(only("start_kernel").section()).isEqualTo(".init.text");
  }

  @Test
  void findsTheFramesOfAddr2line() {
    List<Symbol> functions =
        sample(
            SAMPLE,
            tables.symbols().stream()
                .filter(s -> s.kind() == Symbol.Kind.FUNCTION && s.size() > 0 && s.type() >= 0)
                .toList());
    Random random = new Random(SEED);
    List<Long> addresses = new ArrayList<>();
    for (Symbol function : functions) {
      addresses.add(function.address() + (random.nextLong() & Long.MAX_VALUE) % function.size());
    }
    List<String> command =
        new ArrayList<>(List.of("addr2line", "-a", "-i", "-e", vmlinux.toString()));
    addresses.forEach(address -> command.add(Long.toHexString(address)));
    Map<Long, String> expected = new HashMap<>();
    long current = 0;
    for (String line : Tools.run(command).lines().toList()) {
      if (line.startsWith("0x")) {
        current = Long.parseUnsignedLong(line.substring(2), 16);
      } else {
        String place = line.replaceAll(" \\(discriminator.*", "").replaceAll(".*/", "");
        place = place.equals("??:?") ? "?:0" : place.replace(":?", ":0");
        expected.merge(current, place, (before, next) -> before + " " + next);
      }
    }
    // addr2line 2.40 sometimes names the unit's main file instead of a header; gdb does not
    List<Long> disputed = new ArrayList<>();
    for (long address : addresses) {
      String found = frames(address);
      String theirs = expected.getOrDefault(address, "");
      assertThat(found.replaceAll("^[^:]*:", "")).isEqualTo(theirs.replaceAll("^[^:]*:", ""));
      if (!found.equals(theirs)) {
        disputed.add(address);
      }
    }
    assertThat(disputed).hasSizeLessThan(SAMPLE / 10);
    List<String> commands =
        disputed.stream().map(address -> "info line *0x%x".formatted(address)).toList();
    List<String> answers = Tools.gdb(vmlinux, commands);
    for (int i = 0; i < answers.size(); i++) {
      String innermost = frames(disputed.get(i)).replaceAll(" .*", "");
      String[] place = innermost.split(":", -1);
      assertThat(answers.get(i)).startsWith("Line " + place[1] + " of ").contains(place[0]);
    }
  }

  private static String frames(long address) {
    Line line = lines.floorEntry(address).getValue();
    List<Inlined> around =
        tables.inlined().stream()
            .filter(call -> Long.compareUnsigned(call.low(), address) <= 0)
            .filter(call -> Long.compareUnsigned(address, call.high()) < 0)
            .sorted(Comparator.comparingInt(Inlined::depth).reversed())
            .toList();
    StringBuilder frames = new StringBuilder(place(line.file(), line.line()));
    around.forEach(call -> frames.append(' ').append(place(call.callFile(), call.callLine())));
    return frames.toString();
  }

  private static String place(int file, int line) {
    return tables.file(file).replaceAll(".*/", "") + ":" + line;
  }

  @Test
  void hasTheTypesAndPlacesOfGdb() {
    CDeclaration declaration = new CDeclaration(tables);
    List<Symbol> variables =
        sample(
            SAMPLE,
            tables.symbols().stream()
                .filter(s -> s.kind() == Symbol.Kind.OBJECT && s.type() >= 0 && s.file() > 0)
                .filter(s -> s.name().matches("[a-z]\\w*") && byName.get(s.name()).size() == 1)
                .toList());
    List<Composite> structures = sample(SAMPLE / 10, unambiguousStructures());
    List<String> commands = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (Symbol variable : variables) {
      commands.add("whatis " + variable.name());
      expected.add(normalise("type = " + declaration.text(variable.type())));
      commands.add("output (long)&" + variable.name());
      expected.add(Long.toString(variable.address()));
    }
    for (Composite structure : structures) {
      commands.add("output sizeof(struct " + structure.name() + ")");
      expected.add(Long.toString(structure.size()));
      for (TypeLayout.Field field : layout.members(structure)) {
        if (!field.isBitField()) {
          String member = structure.name() + " *)0)->" + field.member().name();
          commands.add("output (long)&((struct " + member);
          expected.add(Long.toString(field.byteOffset()));
          commands.add("whatis ((struct " + member);
          expected.add(normalise("type = " + declaration.text(field.member().type())));
        }
      }
    }
    List<String> answers = Tools.gdb(vmlinux, commands);
    List<String> differences = new ArrayList<>();
    int unanswered = 0;
    for (int i = 0; i < commands.size(); i++) {
      if (answers.get(i).isEmpty()) {
        unanswered++; // the static of a function, which gdb only knows within it
      } else if (!normalise(answers.get(i)).equals(expected.get(i))) {
        differences.add(commands.get(i) + ": " + answers.get(i) + ", not " + expected.get(i));
      }
    }
    assertThat(differences).isEmpty();
    assertThat(unanswered).isLessThan(commands.size() / 10);
  }

  /** Structures whose tag means one structure in the whole kernel; gdb takes any of several. */
  private static List<Composite> unambiguousStructures() {
    Map<String, List<Composite>> byTag =
        tables.types().stream()
            .filter(Composite.class::isInstance)
            .map(Composite.class::cast)
            .filter(c -> c.name() != null)
            .collect(
                Collectors.groupingBy(
                    c -> String.valueOf(c.name()), TreeMap::new, Collectors.toList()));
    return byTag.values().stream()
        .filter(all -> all.size() == 1 && all.get(0).kind() == CompositeKind.STRUCT)
        .map(all -> all.get(0))
        .toList();
  }

  private static String normalise(String text) {
    return text.replace(" ", "").replaceAll("(struct|union|enum)\\{\\.\\.\\.\\}", "$1{...}");
  }

  @Test
  void givesEachFunctionItsParameters() {
    Map<Long, Symbol> functions =
        tables.symbols().stream()
            .filter(symbol -> symbol.kind() == Symbol.Kind.FUNCTION)
            .collect(Collectors.toMap(Symbol::address, Function.identity(), (a, b) -> a));
    long open = only("do_sys_openat2").address();
    assertThat(tables.parameters())
        .filteredOn(parameter -> parameter.function() == open)
        .extracting(SymbolTables.FunctionParameter::name)
        .containsExactly("dfd", "filename", "how");
    assertThat(tables.parameters()).allMatch(p -> functions.containsKey(p.function()));
    Symbol copy = only("memcpy");
    assertThat(tables.type(copy.type()))
        .isInstanceOfSatisfying(CType.Prototype.class, p -> assertThat(p.parameters()).hasSize(3));
  }
}
