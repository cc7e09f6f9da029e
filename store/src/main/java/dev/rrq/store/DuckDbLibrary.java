package dev.rrq.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Prepares DuckDB's driver for fast starts. The jar holds a native library for each platform and
 * unpacks 72 MB of it into the temporary directory at every start. Where the jar has none, the
 * driver loads it from the jar's own directory: so a launcher puts the result of {@link #unpack} on
 * the class path in place of the jar.
 *
 * <pre>{@code java -cp rrq-store.jar dev.rrq.store.DuckDbLibrary duckdb_jdbc.jar DIRECTORY}</pre>
 */
public final class DuckDbLibrary {

  private static final String LIBRARY = "libduckdb_java.so_";

  private DuckDbLibrary() {}

  /** Runs {@link #unpack} and prints the path of the jar. */
  public static void main(String[] arguments) throws IOException {
    System.out.println(unpack(Path.of(arguments[0]), Path.of(arguments[1])));
  }

  /**
   * Writes a copy of the jar without native libraries, and this platform's library beside it. Does
   * nothing where both are there already; safe against other processes that do the same.
   *
   * @param jar DuckDB's jar
   * @param directory where to write to; made if it is not there
   * @return the path of the copy
   */
  public static Path unpack(Path jar, Path directory) throws IOException {
    Files.createDirectories(directory);
    Path copy = directory.resolve(jar.getFileName());
    String library = LIBRARY + platform();
    Path unpacked = directory.resolve(library);
    if (Files.exists(copy) && Files.exists(unpacked)) {
      return copy;
    }
    try (JarFile source = new JarFile(jar.toFile())) {
      JarEntry entry = source.getJarEntry(library);
      if (entry == null) {
        throw new IOException("%s has no library for %s".formatted(jar, platform()));
      }
      install(unpacked, out -> transfer(source, entry, out));
      install(copy, out -> copyWithoutLibraries(source, out));
    }
    return copy;
  }

  private static String platform() {
    String machine = System.getProperty("os.arch");
    return "linux_" + (machine.equals("aarch64") ? "arm64" : machine);
  }

  private static void copyWithoutLibraries(JarFile source, OutputStream out) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(out)) {
      for (Enumeration<JarEntry> all = source.entries(); all.hasMoreElements(); ) {
        JarEntry entry = all.nextElement();
        if (!entry.getName().startsWith(LIBRARY)) {
          jar.putNextEntry(new JarEntry(entry.getName()));
          transfer(source, entry, jar);
        }
      }
    }
  }

  private static void transfer(JarFile source, JarEntry entry, OutputStream out)
      throws IOException {
    try (InputStream in = source.getInputStream(entry)) {
      in.transferTo(out);
    }
  }

  /** Writes a file under another name first, so that no process ever sees half of it. */
  private static void install(Path file, Content content) throws IOException {
    Path partial = Files.createTempFile(file.getParent(), file.getFileName().toString(), null);
    try {
      try (OutputStream out = Files.newOutputStream(partial)) {
        content.write(out);
      }
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /** Writes the content of a file. */
  @FunctionalInterface
  private interface Content {
    void write(OutputStream out) throws IOException;
  }
}
