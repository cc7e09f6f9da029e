package dev.rrq.symbols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.symbols.SymbolException.Kind;
import dev.rrq.symbols.elf.ElfFile;
import dev.rrq.symbols.elf.ElfSection;
import dev.rrq.symbols.model.SymbolTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are wrong, cut off or altered end in a sentence, never in anything else. */
class DamagedFilesTest {

  private static final int ALTERATIONS = 400;

  @TempDir Path directory;

  private static ThrowableAssertAlternative<SymbolException> thrownBy(Path file) {
    return assertThatExceptionOfType(SymbolException.class).isThrownBy(() -> CProgram.read(file));
  }

  private static void hasKind(ThrowableAssertAlternative<SymbolException> thrown, Kind kind) {
    thrown
        .extracting(SymbolException::kind, InstanceOfAssertFactories.type(Kind.class))
        .isEqualTo(kind);
  }

  private Path write(byte[] content) {
    try {
      return Files.write(directory.resolve("altered"), content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(CProgram program) {
    try {
      return Files.readAllBytes(program.file());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void namesAFileThatIsNotThere() {
    ThrowableAssertAlternative<SymbolException> thrown = thrownBy(directory.resolve("absent"));
    hasKind(thrown.withMessage(directory.resolve("absent") + " does not exist"), Kind.UNREADABLE);
  }

  @Test
  void saysThatTextIsNoElfFile() {
    hasKind(
        thrownBy(write("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8)))
            .withMessageEndingWith(" is not an ELF file"),
        Kind.WRONG_FILE);
    hasKind(thrownBy(write(new byte[0])), Kind.WRONG_FILE);
  }

  @Test
  void refusesOtherMachines() {
    byte[] content = bytes(CProgram.compile(directory, "-g"));
    content[18] = (byte) 183; // AArch64
    hasKind(thrownBy(write(content)).withMessageContaining("not for x86-64"), Kind.WRONG_FILE);
  }

  @Test
  void refusesObjectFiles() {
    CProgram program = CProgram.compile(directory, List.of("other.c"), List.of("-g", "-c"));
    hasKind(thrownBy(program.file()).withMessageContaining("is not linked"), Kind.UNSUPPORTED);
  }

  @Test
  void saysThatAStrippedStaticFileHasNoSymbols() {
    CProgram program = CProgram.compile(directory, "-static", "-s");
    hasKind(
        thrownBy(program.file()).withMessageContaining("no symbols and no debug information"),
        Kind.NO_SYMBOLS);
  }

  @Test
  void readsAProgramWithoutDebugInformation() {
    SymbolTables tables = CProgram.compile(directory, "-O1").symbols();
    assertThat(tables.symbols("main")).hasSize(1);
    assertThat(tables.lines()).isEmpty();
  }

  @Test
  void endsCutOffFilesInASentence() {
    byte[] content = bytes(CProgram.compile(directory, "-gdwarf-5"));
    for (int length = 4; length < content.length; length += content.length / 97) {
      thrownBy(write(Arrays.copyOf(content, length))).withMessageContaining("altered");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-gdwarf-4", "-gdwarf-5", "-gbtf"})
  void survivesAnyAlterationOfItsDebugInformation(String flag) {
    List<String> flags = List.of(flag, "-nostdlib", "-Wl,--unresolved-symbols=ignore-all");
    CProgram program = CProgram.compile(directory, List.of("main.c"), flags);
    byte[] content = bytes(program);
    List<ElfSection> sections;
    try (ElfFile elf = ElfFile.open(program.file())) {
      sections =
          elf.sections().stream()
              .filter(s -> s.name().matches("\\.(debug_.*|BTF|symtab)"))
              .toList();
    }
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < ALTERATIONS; i++) {
      byte[] altered = content.clone();
      ElfSection section = sections.get(random.nextInt(sections.size()));
      for (int change = 0; change <= random.nextInt(4); change++) {
        int at = (int) section.offset() + random.nextInt((int) section.size());
        altered[at] = (byte) random.nextInt(256);
      }
      try {
        CProgram.read(write(altered));
      } catch (SymbolException e) {
        refused++;
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
    assertThat(refused).isBetween(1, ALTERATIONS - 1);
  }

  @Test
  void survivesAlteredHeaders() {
    byte[] content = bytes(CProgram.compile(directory, "-gdwarf-5"));
    Random random = new Random(11);
    int refused = 0;
    for (int i = 0; i < ALTERATIONS; i++) {
      byte[] altered = content.clone();
      int sectionTable = content.length - 35 * 64;
      int at = random.nextBoolean() ? random.nextInt(64) : sectionTable + random.nextInt(35 * 64);
      altered[at] = (byte) random.nextInt(256);
      try {
        CProgram.read(write(altered));
      } catch (SymbolException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1, ALTERATIONS - 1);
  }

  @Test
  void endsWhenItIsCancelled() {
    CProgram program = CProgram.compile(directory, "-g");
    try (ElfFile elf = ElfFile.open(program.file())) {
      assertThatThrownBy(() -> SymbolImport.run(elf, new SymbolTables(), (done, total) -> false))
          .isInstanceOf(CancellationException.class);
    }
  }
}
