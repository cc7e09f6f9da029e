package dev.rrq.shell.output;

import dev.rrq.shell.failure.IoMessages;
import dev.rrq.shell.failure.ShellException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file, written beside its place under another name and put there at the end.
 *
 * <p>The last step is a hard link for a new file, which fails where one has appeared meanwhile, an
 * atomic rename for one that may be overwritten, and a copy to the end of one that is appended to,
 * cut back to its old length if the copy fails.
 */
public final class FileDestination implements Destination {

  /** What may happen to a file that is there already. */
  public enum Mode {
    /** Refused: {@code >}. */
    CREATE,
    /** Replaced: {@code >!}. */
    OVERWRITE,
    /** Continued: {@code >>}. */
    APPEND
  }

  private final Path target;
  private final Path temporary;
  private final Mode mode;
  private final ByteWriter out;
  private final boolean header;
  private boolean done;

  private FileDestination(Path target, Path temporary, Mode mode, boolean header)
      throws IOException {
    this.target = target;
    this.temporary = temporary;
    this.mode = mode;
    this.header = header;
    this.out = new ByteWriter(Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW));
  }

  /** Opens a file for an answer, or says why that cannot be. */
  public static FileDestination open(Path file, Mode mode) {
    Path target = file.toAbsolutePath().normalize();
    check(file, target, mode);
    Path temporary =
        target.resolveSibling(
            "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".incomplete");
    try {
      Files.deleteIfExists(temporary);
      boolean header = mode != Mode.APPEND || !Files.exists(target) || Files.size(target) == 0;
      return new FileDestination(target, temporary, mode, header);
    } catch (IOException e) {
      throw ShellException.failed("cannot write " + file + ": " + IoMessages.of(e), e);
    }
  }

  private static void check(Path file, Path target, Mode mode) {
    if (Files.isDirectory(target)) {
      throw ShellException.failed(file + " is a directory");
    }
    if (mode == Mode.CREATE && Files.exists(target)) {
      throw alreadyThere(file);
    }
    Path parent = target.getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw ShellException.failed("there is no directory " + parent);
    }
  }

  private static ShellException alreadyThere(Path file) {
    return ShellException.failed(
        file + " exists already", "`>! " + file + "` overwrites it, `>> " + file + "` appends");
  }

  @Override
  public Appendable out() {
    return out;
  }

  @Override
  public boolean header() {
    return header;
  }

  @Override
  public boolean isProgram() {
    return false;
  }

  @Override
  public void commit() throws IOException {
    out.close();
    switch (mode) {
      case CREATE -> create();
      case OVERWRITE -> replace();
      case APPEND -> append();
    }
    done = true;
  }

  private void create() throws IOException {
    try {
      Files.createLink(target, temporary);
    } catch (FileAlreadyExistsException e) {
      throw alreadyThere(target);
    } catch (UnsupportedOperationException | IOException e) {
      // A file system without hard links: the check at the start has to do.
      Files.move(temporary, target);
    }
    Files.deleteIfExists(temporary);
  }

  private void replace() throws IOException {
    try {
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void append() throws IOException {
    long before = Files.exists(target) ? Files.size(target) : 0;
    try (InputStream rows = Files.newInputStream(temporary);
        OutputStream end =
            Files.newOutputStream(target, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      rows.transferTo(end);
    } catch (IOException e) {
      cutBack(before);
      throw e;
    }
    Files.deleteIfExists(temporary);
  }

  private void cutBack(long length) throws IOException {
    try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    } catch (NoSuchFileException e) {
      // It was never made.
    }
  }

  @Override
  public void close() throws IOException {
    if (!done) {
      try {
        out.close();
      } finally {
        Files.deleteIfExists(temporary);
      }
    }
  }
}
