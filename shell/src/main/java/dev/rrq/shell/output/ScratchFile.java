package dev.rrq.shell.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file for a format that cannot be written from front to back; gone when it is closed. */
final class ScratchFile implements AutoCloseable {
  private final Path directory;
  private final Path file;

  ScratchFile(String name) throws IOException {
    directory = Files.createTempDirectory("rrq-");
    file = directory.resolve(name);
  }

  Path path() {
    return file;
  }

  void copyTo(OutputStream out) throws IOException {
    Files.copy(file, out);
    out.flush();
  }

  @Override
  public void close() throws IOException {
    try (var files = Files.list(directory)) {
      for (Path each : files.toList()) {
        Files.deleteIfExists(each);
      }
    }
    Files.deleteIfExists(directory);
  }
}
