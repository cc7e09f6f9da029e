package dev.rrq.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the symbols of programs are kept, one file for each build id, so that each vmlinux is read
 * once.
 *
 * @param directory where the files are; made when the first is written
 */
public record SymbolCache(Path directory) {

  private static final String SUFFIX = ".duckdb";

  /** The user's own: below {@code $XDG_CACHE_HOME} or {@code ~/.cache}. */
  public static SymbolCache ofUser() {
    return of(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  static SymbolCache of(Map<String, String> environment, Path home) {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    // The specification says that a relative path is to be ignored.
    Path base = cache.startsWith("/") ? Path.of(cache) : home.resolve(".cache");
    return new SymbolCache(base.resolve("rrq").resolve("symbols"));
  }

  /**
   * The file of a program, where it was read before by this version of rrq.
   *
   * @param buildId in hexadecimal
   */
  public Optional<Path> find(String buildId) {
    Path file = file(buildId);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (SymbolTables tables = SymbolTables.open(file)) {
      return tables.meta(Meta.BUILD_ID).filter(buildId::equals).map(id -> file);
    } catch (StoreException.OtherVersion | StoreException.Damaged e) {
      // It is written again.
      return Optional.empty();
    }
  }

  /**
   * Starts the file of a program; another takes the place of a former one only when it is whole.
   *
   * @param buildId in hexadecimal
   * @param program file name of the program, for users
   */
  public SymbolTableWriter write(String buildId, String program) {
    try {
      Files.createDirectories(directory);
      SymbolTableWriter writer = new SymbolTableWriter(file(buildId));
      writer.meta(Meta.BUILD_ID, buildId);
      writer.meta(Meta.VMLINUX, program);
      return writer;
    } catch (IOException e) {
      throw DuckDb.failure(directory, e);
    }
  }

  private Path file(String buildId) {
    if (!buildId.matches("[0-9a-fA-F]+")) {
      throw new IllegalArgumentException("not a build id: " + buildId);
    }
    return directory.resolve(buildId + SUFFIX);
  }
}
