package dev.rrq.indexer.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The plugin as a file that QEMU can load. */
public final class PluginLibrary {

  private static final String RESOURCE = "librrq-plugin.so";

  private PluginLibrary() {}

  /**
   * Writes the library that is packaged with this class into a directory.
   *
   * @return the file
   * @throws IOException if it cannot be written, or if rrq was built without it
   */
  public static Path unpack(Path directory) throws IOException {
    Path file = directory.resolve(RESOURCE);
    try (InputStream library = PluginLibrary.class.getResourceAsStream(RESOURCE)) {
      if (library == null) {
        throw new CaptureException(
            RESOURCE + " is missing from this build; build rrq with ./mvnw package");
      }
      Files.copy(library, file);
    }
    return file;
  }
}
