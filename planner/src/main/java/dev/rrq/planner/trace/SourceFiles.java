package dev.rrq.planner.trace;

import dev.rrq.store.SourceLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The program's source, where it is on this machine. Safe for use by several threads. */
public final class SourceFiles {

  /** Names the directories to look in, with colons between them. */
  public static final String VARIABLE = "RRQ_SOURCE";

  private static final Path SYSTEM = Path.of("/usr/src");
  private static final int MOST_FILES = 256;

  private final List<Path> roots;
  private final Map<String, List<String>> files = new LinkedHashMap<>();

  /** Source below these directories. */
  public SourceFiles(List<Path> roots) {
    this.roots = List.copyOf(roots);
  }

  /** Source below those that the environment names, and below what {@code /usr/src} has. */
  public static SourceFiles standard() {
    List<Path> roots = new ArrayList<>();
    String named = System.getenv(VARIABLE);
    if (named != null) {
      for (String path : named.split(":", -1)) {
        roots.add(Path.of(path));
      }
    }
    try (Stream<Path> below = Files.list(SYSTEM)) {
      below.filter(Files::isDirectory).sorted().forEach(roots::add);
    } catch (IOException | UncheckedIOException e) {
      // Then there is no source of the system's.
    }
    return new SourceFiles(roots);
  }

  /** A file that was asked for and is not there. */
  public synchronized Optional<String> missing() {
    return files.entrySet().stream()
        .filter(file -> file.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The text of a line, without the blanks around it; empty if its file is not there. */
  public synchronized Optional<String> text(SourceLine line) {
    List<String> lines = files.get(line.file());
    if (lines == null) {
      lines = read(line.file());
      if (files.size() >= MOST_FILES) {
        files.clear();
      }
      files.put(line.file(), lines);
    }
    return line.line() <= lines.size()
        ? Optional.of(lines.get(line.line() - 1).strip())
        : Optional.empty();
  }

  private List<String> read(String file) {
    return Stream.concat(roots.stream().map(root -> root.resolve(file)), absolute(file))
        .filter(Files::isRegularFile)
        .findFirst()
        .map(SourceFiles::lines)
        .orElse(List.of());
  }

  private static Stream<Path> absolute(String file) {
    Path path = Path.of(file);
    return path.isAbsolute() ? Stream.of(path) : Stream.empty();
  }

  private static List<String> lines(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
