package dev.rrq.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Deletes and replaces whole directories. */
final class Directories {

  private Directories() {}

  /** Deletes a directory with all in it, where there is one. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(directory)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }

  /** Puts a directory in the place of another, which is deleted, by way of a third name. */
  static void replace(Path directory, Path place, Path aside) throws IOException {
    delete(aside);
    if (Files.exists(place)) {
      Files.move(place, aside, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(directory, place, StandardCopyOption.ATOMIC_MOVE);
    delete(aside);
  }
}
