package dev.rrq.shell.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where rrq keeps what is its own, as the XDG base directory specification has it.
 *
 * @param environment the variables that say so
 */
public record Directories(Map<String, String> environment) {

  /** {@code ~/.cache/rrq}: what can be made again. */
  public Path cache() {
    return directory("XDG_CACHE_HOME", ".cache");
  }

  /** A file below {@code ~/.local/state/rrq}, or nothing where none can be had. */
  public Optional<Path> stateFile(String name) {
    Path state = directory("XDG_STATE_HOME", ".local/state");
    try {
      return Optional.of(Files.createDirectories(state).resolve(name));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Path directory(String variable, String fallback) {
    String set = environment.getOrDefault(variable, "");
    Path base =
        set.startsWith("/")
            ? Path.of(set)
            : Path.of(environment.getOrDefault("HOME", "/"), fallback);
    return base.resolve("rrq");
  }
}
