package dev.rrq.shell.failure;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sentences for the exceptions of {@code java.nio.file}, whose messages are bare paths. */
public final class IoMessages {
  private IoMessages() {}

  /** What happened, without the class's name. */
  public static String of(IOException e) {
    if (e instanceof NoSuchFileException missing) {
      return "there is no file " + missing.getFile();
    }
    if (e instanceof AccessDeniedException denied) {
      return "no permission for " + denied.getFile();
    }
    if (e instanceof FileAlreadyExistsException there) {
      return there.getFile() + " exists already";
    }
    if (e instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason() + ": " + system.getFile();
    }
    return Objects.requireNonNullElse(e.getMessage(), "input or output failed");
  }

  /** Whether the reader of what we write has gone, as {@code head} does. */
  public static boolean isBrokenPipe(@Nullable Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BrokenPipeException) {
        return true;
      }
      String message = cause.getMessage();
      if (cause instanceof IOException
          && message != null
          && (message.contains("Broken pipe") || message.contains("Stream closed"))) {
        return true;
      }
    }
    return false;
  }
}
