package dev.rrq.symbols.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.symbols.CProgram;
import dev.rrq.symbols.Tools;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.CType.Composite;
import dev.rrq.symbols.model.CType.CompositeKind;
import dev.rrq.symbols.model.Symbol;
import dev.rrq.symbols.model.SymbolTables;
import dev.rrq.symbols.types.CValueFormatter.Limits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of a compiled program, as rrq and gdb print them. */
class CValueFormatterTest {

  @TempDir static Path directory;

  private static CProgram program;
  private static SymbolTables tables;
  private static TypeLayout layout;

  @BeforeAll
  static void compile() {
    program = CProgram.compile(directory, "-gdwarf-5", "-O0");
    tables = program.symbols();
    layout = new TypeLayout(tables);
  }

  private static CValueFormatter formatter(Limits limits) {
    return new CValueFormatter(layout, PointerNamer.NONE, limits);
  }

  private static Symbol symbol(String name) {
    return tables.symbols(name).get(0);
  }

  private static int typeNamed(String spelling) {
    return new NamedTypes(tables).find(spelling).orElseThrow().id();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks", "matrix", "number", "after", "flags", "colour", "level", "mask"})
  void printsMembersAsGdbDoes(String member) {
    comparesWithGdb(member);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "ratio", "exact", "huge", "opaque", "words", "handler", "table"})
  void printsScalarsAsGdbDoes(String member) {
    comparesWithGdb(member);
  }

  private static void comparesWithGdb(String member) {
    Symbol sample = symbol("sample");
    Composite object = (Composite) layout.strip(sample.type());
    TypeLayout.Field field = layout.member(object, member).orElseThrow();
    byte[] all = program.initialBytes(sample);
    int from = (int) field.byteOffset();
    byte[] bytes = Arrays.copyOfRange(all, from, from + (int) layout.sizeOf(field.member().type()));
    String printed = formatter(Limits.OBJECT).format(field.member().type(), KnownBytes.of(bytes));
    String expected =
        Tools.gdb(program.file(), List.of("output/d sample." + member, "output sample." + member))
            .get(1);
    assertThat(normalise(printed)).isEqualTo(normalise(expected));
  }

  /** Leaves what both say: gdb has casts and symbols of pointers, and C's dots are ours. */
  private static String normalise(String text) {
    return text.replaceAll("^\\(.*\\) (?=0x)", "")
        .replaceAll("\\([^()]*\\*[^()]*\\) ", "")
        .replaceAll("<[^>]*>", "")
        .replaceAll("\\((\\w+( \\| \\w+)+)\\)", "$1")
        .replaceAll("\\b(\\d+) '[^']*'", "$1")
        .replaceAll("[\\s.]", "");
  }

  @Test
  void findsEveryMemberWhereGdbDoes() {
    Composite object = tables.composite(CompositeKind.STRUCT, "object").orElseThrow();
    Composite flags = tables.composite(CompositeKind.STRUCT, "flags").orElseThrow();
    List<String> commands = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (TypeLayout.Field field : layout.members(object)) {
      commands.add("output (long)&((struct object *)0)->%s".formatted(field.member().name()));
      expected.add(Long.toString(field.byteOffset()));
    }
    commands.add("output sizeof(struct object)");
    expected.add(Long.toString(object.size()));
    assertThat(expected).hasSizeGreaterThan(20);
    assertThat(Tools.gdb(program.file(), commands)).isEqualTo(expected);
    String listing = Tools.gdb(program.file(), List.of("ptype/o struct flags")).get(0);
    for (TypeLayout.Field field : layout.members(flags)) {
      String place =
          field.isBitField()
              ? "/*%7d:%2d".formatted(field.byteOffset(), field.bitOffset() % 8)
              : "/*%7d  ".formatted(field.byteOffset());
      assertThat(listing)
          .containsPattern(Pattern.quote(place) + " [^\\n]* " + field.member().name() + "( :|;)");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "char | 115 | 's'",
        "char | 0 | '\\0'",
        "char | 39 | '\\''",
        "char | 10 | '\\n'",
        "char | 200 | '\\310'",
        "unsigned char | 200 | 200",
        "signed char | 255 | -1",
        "int | -1 | -1",
        "unsigned int | -1 | 4294967295",
        "unsigned long | -1 | 18446744073709551615",
        "_Bool | 1 | true",
        "_Bool | 0 | false",
        "_Bool | 2 | 2",
        "enum colour | 6 | BLUE",
        "enum colour | 77 | 77",
        "enum level | -3 | LOW",
        "enum level | -9 | -9",
        "enum mask | 5 | READ | EXECUTE",
        "enum mask | 9 | 9",
        "union word | 287454020 | { .whole = 287454020, { .lower = 13124, .upper = 4386 },"
            + " .bytes = { 68, 51, 34, 17 } }",
        "point_t | 8589934593 | { .x = 1, .y = 2 }"
      })
  void printsRawValues(String line) {
    String[] parts = line.split(" \\| ", 3);
    int type = typeNamed(parts[0].strip());
    long bits = Long.parseLong(parts[1].strip());
    String text = formatter(Limits.CELL).format(type, bits, (int) layout.sizeOf(type));
    assertThat(text).isEqualTo(parts[2].strip());
  }

  @Test
  void printsTextUpToItsEnd() {
    CValueFormatter formatter = formatter(Limits.OBJECT);
    Symbol sample = symbol("sample");
    String printed = formatter.format(sample.type(), KnownBytes.of(program.initialBytes(sample)));
    assertThat(printed).contains(".name = \"in\\\"it\\n\"").contains(".pair = {");
    Symbol letters = symbol("letters");
    assertThat(formatter.format(letters.type(), KnownBytes.of(program.initialBytes(letters))))
        .isEqualTo("{ \"abc\", \"xyz\" }");
  }

  @Test
  void saysWhatIsNotKnown() {
    BitSet known = new BitSet();
    known.set(0, 4);
    CValueFormatter formatter = formatter(Limits.CELL);
    KnownBytes half = KnownBytes.of(new byte[] {7, 0, 0, 0, 1, 1, 1, 1}, known);
    assertThat(formatter.format(typeNamed("point_t"), half)).isEqualTo("{ .x = 7, .y = ? }");
    assertThat(formatter.format(typeNamed("long"), half)).isEqualTo("?");
    assertThat(formatter.format(typeNamed("int"), KnownBytes.of(new byte[3]))).isEqualTo("?");
    CType name = layout.strip(layout.member(object(), "name").orElseThrow().member().type());
    known.clear();
    known.set(0, 2);
    assertThat(formatter.format(name, KnownBytes.of(new byte[] {'a', 'b'}, known)))
        .isEqualTo("{ 'a', 'b', [2 ... 15] = ? }");
    assertThat(formatter.format(name, KnownBytes.of(new byte[] {'a', 0}, known)))
        .isEqualTo("\"a\"");
  }

  private static Composite object() {
    return tables.composite(CompositeKind.STRUCT, "object").orElseThrow();
  }

  @Test
  void namesPointers() {
    PointerNamer namer =
        (address, target) -> address == 0x1000 ? Optional.of("&init_task") : Optional.empty();
    CValueFormatter formatter = new CValueFormatter(layout, namer, Limits.CELL);
    int list = typeNamed("struct list");
    byte[] bytes = new byte[16];
    bytes[1] = 0x10;
    bytes[8] = 0x42;
    assertThat(formatter.format(list, KnownBytes.of(bytes)))
        .isEqualTo("{ .next = &init_task, .prev = 0x42 }");
  }

  @Test
  void keepsToItsLimits() {
    Symbol sample = symbol("sample");
    KnownBytes bytes = KnownBytes.of(program.initialBytes(sample));
    Limits small = new Limits(1, 2, 60, false);
    String printed = formatter(small).format(sample.type(), bytes);
    assertThat(printed).hasSizeLessThan(120).endsWith("… }").contains(".tasks = { … }");
    Limits two = new Limits(9, 2, 10_000, false);
    assertThat(formatter(two).format(symbol("points").type(), KnownBytes.of(new byte[32])))
        .isEqualTo("{ { .x = 0, .y = 0 }, { .x = 0, .y = 0 }, … }");
  }

  @Test
  void printsStructuresOverLines() {
    KnownBytes bytes = KnownBytes.ofRaw(0x0000_0002_0000_0001L, 8);
    assertThat(formatter(Limits.OBJECT).format(typeNamed("point_t"), bytes))
        .isEqualTo("{\n    .x = 1,\n    .y = 2\n}");
  }

  @Test
  void spellsTypes() {
    CDeclaration declaration = new CDeclaration(tables);
    Composite object = object();
    assertThat(declared(declaration, object, "table")).isEqualTo("struct object *(*table)[3]");
    assertThat(declared(declaration, object, "words"))
        .isEqualTo("const char *const *volatile words");
    assertThat(declared(declaration, object, "matrix")).isEqualTo("int matrix[2][3]");
    assertThat(declared(declaration, object, "tail")).isEqualTo("char tail[]");
    assertThat(declaration.text(symbol("selected").type(), "selected"))
        .isEqualTo("int (*selected)(struct object *, int)");
    assertThat(declaration.definition(typeNamed("handler_t")))
        .isEqualTo("typedef int (*handler_t)(struct list *, const char *, ...);");
    assertThat(declaration.definition(typeNamed("union word")))
        .isEqualTo(
            "union word {\n    uint32_t whole;\n    struct {\n        uint16_t lower;\n"
                + "        uint16_t upper;\n    };\n    uint8_t bytes[4];\n};");
    assertThat(declaration.definition(typeNamed("enum level")))
        .isEqualTo("enum level {\n    LOW = -3,\n    MIDDLE = -2,\n    HIGH = 200,\n};");
  }

  private static String declared(CDeclaration declaration, Composite object, String member) {
    return declaration.text(layout.member(object, member).orElseThrow().member().type(), member);
  }

  @ParameterizedTest
  @CsvSource({
    "unsigned long, long unsigned int",
    "long unsigned, long unsigned int",
    "long, long int",
    "unsigned, unsigned int",
    "short unsigned int, short unsigned int",
    "unsigned char, unsigned char",
    "const int, int"
  })
  void findsArithmeticTypesByAnySpelling(String spelling, String name) {
    assertThat(tables.type(typeNamed(spelling)))
        .isInstanceOfSatisfying(CType.Base.class, b -> assertThat(b.name()).isEqualTo(name));
  }

  @Test
  void alignsAsTheCompilerDoes() {
    // the order in which the program's own array has them
    List<String> names =
        List.of("struct object", "struct flags", "union word", "struct packed_pair", "point_t");
    byte[] alignments = program.initialBytes(symbol("alignments"));
    List<String> expected =
        IntStream.range(0, alignments.length).mapToObj(i -> "" + alignments[i]).toList();
    List<String> found =
        names.stream().map(name -> Long.toString(layout.alignOf(typeNamed(name)))).toList();
    assertThat(found).isEqualTo(expected);
  }
}
