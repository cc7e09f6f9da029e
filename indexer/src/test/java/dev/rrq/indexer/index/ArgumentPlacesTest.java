package dev.rrq.indexer.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.store.SymbolCache;
import dev.rrq.store.SymbolTableWriter;
import dev.rrq.store.SymbolTables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where arguments are by the calling convention. */
class ArgumentPlacesTest {

  private static final int INT = 1;
  private static final int ULONG = 2;
  private static final int WIDE = 3;
  private static final int POINTER = 4;
  private static final int SMALL = 5;
  private static final int PAIR = 6;
  private static final int BIG = 7;
  private static final int BOOL = 8;
  private static final int STATE = 9;
  private static final int ALIAS = 10;
  private static final int RETURNS_INT = 20;
  private static final int RETURNS_BIG = 21;
  private static final long ADDRESS = 0xffffffff81000000L;

  @TempDir Path directory;

  @Test
  void registersAreTakenInOrder() {
    assertThat(places("f", RETURNS_INT, INT, ULONG, POINTER, BOOL, STATE, ALIAS, INT))
        .containsExactly("0 4 signed", "1 8", "2 8", "3 1", "4 4 signed", "5 4 signed");
  }

  @Test
  void structuresTakeTheRegistersThatTheyFill() {
    assertThat(places("f", RETURNS_INT, SMALL, INT, PAIR, INT))
        .containsExactly("?", "1 4 signed", "?", "4 4 signed");
  }

  @Test
  void whatDoesNotFitIsInMemoryAndTakesNone() {
    assertThat(places("f", RETURNS_INT, BIG, INT)).containsExactly("?", "0 4 signed");
    assertThat(places("f", RETURNS_INT, INT, INT, INT, INT, WIDE, INT))
        .containsExactly("0 4 signed", "1 4 signed", "2 4 signed", "3 4 signed", "?", "?");
    assertThat(places("f", RETURNS_INT, INT, INT, INT, INT, INT, WIDE, INT))
        .hasSize(6)
        .last()
        .isEqualTo("?");
  }

  @Test
  void aResultInMemoryTakesTheFirst() {
    assertThat(places("f", RETURNS_BIG, INT)).containsExactly("1 4 signed");
  }

  @Test
  void nothingIsKnownOfClones() {
    assertThat(places("f.isra.0", RETURNS_INT, INT)).containsExactly("?");
    assertThat(places("f.constprop.0", RETURNS_INT, INT)).containsExactly("?");
  }

  @Test
  void nothingIsKnownBehindAnUnknownType() {
    assertThat(places("f", RETURNS_INT, INT, -1, INT)).containsExactly("0 4 signed", "?", "?");
  }

  /** Of each parameter the register, the size and whether it has a sign. */
  private List<String> places(String name, int prototype, int... parameters) {
    SymbolCache cache = new SymbolCache(directory.resolve(name + parameters.length + prototype));
    try (SymbolTableWriter writer = cache.write("ab", "vmlinux")) {
      types(writer);
      writer.file(1, "f.c");
      writer.symbol("f", "FUNCTION", true, ADDRESS, 0x80, prototype, 1, 10, ".text");
      if (!name.equals("f")) {
        writer.symbol(name, "LABEL", false, ADDRESS, 0x80, -1, 1, 10, ".text");
      }
      for (int i = 0; i < parameters.length; i++) {
        writer.parameter(ADDRESS, i, "p" + i, parameters[i]);
      }
      Path file = writer.finish();
      try (SymbolTables tables = SymbolTables.open(file)) {
        long places = new ArgumentPlaces(tables).of(tables.named("f").get(0));
        return texts(places, Math.min(parameters.length, 6));
      }
    }
  }

  private static List<String> texts(long places, int count) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int place = (int) (places >>> (i * Byte.SIZE)) & 0xff;
      texts.add(
          place == 0
              ? "?"
              : (place & 7)
                  + " "
                  + (1 << (place >> 3 & 3))
                  + ((place & 0x20) != 0 ? " signed" : ""));
    }
    return texts;
  }

  private static void types(SymbolTableWriter writer) {
    writer.baseType(INT, "int", 4, "signed");
    writer.baseType(ULONG, "unsigned long", 8, "unsigned");
    writer.baseType(WIDE, "__int128", 16, "signed");
    writer.baseType(BOOL, "_Bool", 1, "boolean");
    writer.pointer(POINTER, INT, 8);
    writer.composite(SMALL, false, "small", 4);
    writer.member(SMALL, "v", INT, 0, 0);
    writer.composite(PAIR, false, "pair", 16);
    writer.member(PAIR, "v", ULONG, 0, 0);
    writer.composite(BIG, false, "big", 24);
    writer.member(BIG, "v", ULONG, 0, 0);
    writer.enumeration(STATE, "state", 4, true);
    writer.typedef(ALIAS, "alias", INT);
    writer.prototype(RETURNS_INT, INT, false);
    writer.prototype(RETURNS_BIG, BIG, false);
  }
}
