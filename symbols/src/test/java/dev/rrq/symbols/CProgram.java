package dev.rrq.symbols;

import dev.rrq.symbols.elf.Bytes;
import dev.rrq.symbols.elf.ElfFile;
import dev.rrq.symbols.elf.ElfSection;
import dev.rrq.symbols.model.Symbol;
import dev.rrq.symbols.model.SymbolTables;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A program of the test resources, compiled in a directory of its own. */
public final class CProgram {

  private final Path file;

  private CProgram(Path file) {
    this.file = file;
  }

  /** Compiles and links the usual sources. */
  public static CProgram compile(Path directory, String... flags) {
    return compile(directory, List.of("main.c", "other.c", "entry.S"), List.of(flags));
  }

  /** Compiles and links some sources of the test resources. */
  public static CProgram compile(Path directory, List<String> sources, List<String> flags) {
    List<String> copied = new ArrayList<>(sources);
    copied.add("shapes.h");
    for (String name : copied) {
      copy(name, directory.resolve(name));
    }
    List<String> command = new ArrayList<>(List.of("gcc", "-w", "-no-pie", "-o"));
    Path program = directory.resolve("program");
    command.add(program.toString());
    command.addAll(flags);
    sources.forEach(source -> command.add(directory.resolve(source).toString()));
    Tools.run(command);
    return new CProgram(program);
  }

  private static void copy(String name, Path to) {
    try (InputStream in = CProgram.class.getResourceAsStream("/programs/" + name)) {
      Files.write(to, Objects.requireNonNull(in, name).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path file() {
    return file;
  }

  /** All that the import gives. */
  public SymbolTables symbols() {
    return read(file);
  }

  /** All that the import of a file gives. */
  public static SymbolTables read(Path file) {
    SymbolTables tables = new SymbolTables();
    try (ElfFile elf = ElfFile.open(file)) {
      SymbolImport.run(elf, tables, ImportMonitor.NONE);
    }
    return tables;
  }

  /** The bytes of a variable as the program starts. */
  public byte[] initialBytes(Symbol symbol) {
    try (ElfFile elf = ElfFile.open(file)) {
      Optional<ElfSection> section = elf.sectionAt(symbol.address());
      if (section.isEmpty() || section.get().isZeroFill()) {
        return new byte[(int) symbol.size()];
      }
      Bytes content = elf.content(section.get());
      int at = (int) (symbol.address() - section.get().address());
      return content.copy(at, (int) symbol.size());
    }
  }
}
