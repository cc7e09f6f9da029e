package dev.rrq.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Why a trace store cannot be read or written: the message is a sentence for the user. */
public abstract sealed class StoreException extends RuntimeException {

  private StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The path holds no trace, or a trace that has no index yet. */
  public static final class NotFound extends StoreException {
    NotFound(String message) {
      super(message, null);
    }
  }

  /** The store was written by another version of rrq. */
  public static final class OtherVersion extends StoreException {
    OtherVersion(Path path, String found) {
      super(
          "%s has format version %s and this rrq reads version %d: index it again with 'rrq index'"
              .formatted(path, found, Schema.VERSION),
          null);
    }
  }

  /** The store is not what was once written. */
  public static final class Damaged extends StoreException {
    Damaged(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** Another process is writing the store. */
  public static final class Busy extends StoreException {
    Busy(Path path, @Nullable Throwable cause) {
      super(path + " is in use by another process, which indexes it; wait until it is done", cause);
    }
  }

  /** The disk is full. */
  public static final class DiskFull extends StoreException {
    DiskFull(Path path, @Nullable Throwable cause) {
      super(
          "the disk that holds %s is full: make room, or put the trace elsewhere".formatted(path),
          cause);
    }
  }

  /** The index does not tell what was asked for. */
  public static final class NotCovered extends StoreException {
    NotCovered(long t, Coverage coverage) {
      super("memory at %d is not known: the index covers %s".formatted(t, coverage), null);
    }
  }

  /** What came in to be stored is wrong: a defect of the engine that made it. */
  public static final class BadInput extends StoreException {
    BadInput(String message) {
      super(message, null);
    }
  }

  /** The store cannot be written or read for another reason. */
  public static final class Failed extends StoreException {
    Failed(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
