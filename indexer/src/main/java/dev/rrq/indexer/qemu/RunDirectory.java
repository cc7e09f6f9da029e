package dev.rrq.indexer.qemu;

import dev.rrq.indexer.IndexerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A directory of one QEMU process: its sockets, the file behind the guest's RAM, what it said. It
 * lives in memory where there is room, since the guest's RAM is written all the time, and is
 * removed on {@link #close} or when this JVM ends.
 */
public final class RunDirectory implements AutoCloseable {

  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final String PREFIX = "rrq-";
  private static final long SPARE_BYTES = 64L << 20;
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.forEach(RunDirectory::delete)));
  }

  private final Path path;

  private RunDirectory(Path path) {
    this.path = path;
  }

  /** A new, empty directory in which {@code memoryBytes} of RAM have room. */
  public static RunDirectory create(long memoryBytes) {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      Path parent = hasRoom(SHARED_MEMORY, memoryBytes) ? SHARED_MEMORY : temporary;
      if (!hasRoom(parent, memoryBytes)) {
        throw IndexerException.environment(
            "neither "
                + SHARED_MEMORY
                + " nor "
                + temporary
                + " has room for the guest's memory ("
                + (memoryBytes >> 20)
                + "M)");
      }
      Path path = Files.createTempDirectory(parent, PREFIX);
      OPEN.add(path);
      return new RunDirectory(path);
    } catch (IOException e) {
      throw IndexerException.environment(
          "no temporary directory can be made: " + e.getMessage(),
          "set TMPDIR to a directory that can be written");
    }
  }

  private static boolean hasRoom(Path directory, long bytes) {
    return Files.isWritable(directory)
        && directory.toFile().getUsableSpace() >= bytes + SPARE_BYTES;
  }

  /** The directory. */
  public Path path() {
    return path;
  }

  /** A path inside it; nothing is created. */
  public Path resolve(String name) {
    return path.resolve(name);
  }

  @Override
  public void close() {
    delete(path);
    OPEN.remove(path);
  }

  private static void delete(Path directory) {
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                throws IOException {
              Files.deleteIfExists(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (NoSuchFileException e) {
      // Someone else was faster; it is gone either way.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
