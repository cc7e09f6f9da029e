package dev.rrq.indexer.recording;

import dev.rrq.indexer.IndexerException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A trace directory while it is being made: {@code NAME.incomplete} until {@link #finish} renames
 * it, gone when that does not happen. A lock in it tells a directory in use from one that a crash
 * left behind.
 */
final class TraceDirectory implements AutoCloseable {

  private static final String SUFFIX = ".incomplete";
  private static final String LOCK = "lock";
  private static final Set<Path> UNFINISHED = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> UNFINISHED.forEach(TraceDirectory::delete)));
  }

  private final Path target;
  private final Path path;
  private final FileChannel lock;
  private boolean finished;

  private TraceDirectory(Path target, Path path, FileChannel lock) {
    this.target = target;
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes the directory.
   *
   * @throws IndexerException of kind USAGE when something is in the way
   */
  static TraceDirectory create(Path wanted) {
    Path target = wanted.toAbsolutePath().normalize();
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw IndexerException.usage(
          wanted + " exists already", "choose another name with -o, or remove it");
    }
    Path path = target.resolveSibling(target.getFileName() + SUFFIX);
    try {
      removeAbandoned(path);
      Files.createDirectory(path);
      UNFINISHED.add(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        throw busy(path);
      }
      return new TraceDirectory(target, path, channel);
    } catch (IOException e) {
      throw IndexerException.usage(path + " cannot be made: " + reason(e));
    }
  }

  private static void removeAbandoned(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path file = path.resolve(LOCK);
    if (!Files.isRegularFile(file)) {
      throw IndexerException.usage(path + " is in the way", "remove it");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (tryLock(channel) == null) {
        throw busy(path);
      }
    }
    delete(path);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (java.nio.channels.OverlappingFileLockException e) {
      return null;
    }
  }

  private static IndexerException busy(Path path) {
    return IndexerException.usage(path + " is being recorded by another rrq");
  }

  private static String reason(IOException e) {
    if (e instanceof java.nio.file.NoSuchFileException) {
      return "its parent directory does not exist";
    }
    return e instanceof java.nio.file.AccessDeniedException ? "permission denied" : e.toString();
  }

  /** The directory under its present name. */
  Path path() {
    return path;
  }

  /** A path inside it. */
  Path resolve(String name) {
    return path.resolve(name);
  }

  /** Gives it its name; returns where it is now. */
  Path finish() throws IOException {
    Files.deleteIfExists(path.resolve(LOCK));
    try {
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(path, target);
    }
    finished = true;
    UNFINISHED.remove(path);
    return target;
  }

  @Override
  public void close() {
    if (!finished) {
      delete(path);
      UNFINISHED.remove(path);
    }
    try {
      lock.close();
    } catch (IOException e) {
      // The lock ends with the process at the latest.
    }
  }

  /** Only what a recorder makes: plain files, one level deep. */
  private static void delete(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      List<Path> files = entries.toList();
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      // What cannot be removed keeps its name, which says what it is.
    }
  }

  /** There is no room for the recording, which is removed as its directory is closed. */
  static IndexerException full() {
    return IndexerException.failed(
        "the disk is full; the recording was removed",
        "make room, or choose another place with -o");
  }
}
