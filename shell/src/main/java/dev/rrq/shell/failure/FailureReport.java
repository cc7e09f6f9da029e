package dev.rrq.shell.failure;

import dev.rrq.indexer.IndexerException;
import dev.rrq.planner.QueryException;
import dev.rrq.store.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * The one place where a failure becomes a sentence and an exit status. A stack trace is for those
 * who asked for it with {@code --debug}.
 */
public final class FailureReport {
  private FailureReport() {}

  /** Says what failed and tells the status to end with. */
  public static ExitStatus report(PrintWriter err, Throwable failure, boolean debug) {
    if (failure instanceof BrokenPipeException) {
      return ExitStatus.DONE;
    }
    print(err, sentence(failure), hints(failure));
    if (debug) {
      failure.printStackTrace(err);
    }
    err.flush();
    return status(failure);
  }

  /** Says what is wrong with a command line. */
  public static ExitStatus usage(PrintWriter err, String sentence, String command) {
    String help = command.equals("rrq") ? "rrq --help" : "rrq " + command + " --help";
    print(err, sentence, List.of("`" + help + "` shows what there is"));
    err.flush();
    return ExitStatus.USAGE;
  }

  private static void print(PrintWriter err, String sentence, List<String> hints) {
    err.println("rrq: " + sentence);
    for (String hint : hints) {
      err.println("HINT: " + hint);
    }
  }

  /** The exit status of a failure. */
  public static ExitStatus status(Throwable failure) {
    if (failure instanceof ShellException own) {
      return own.status();
    }
    if (failure instanceof IndexerException indexer) {
      return status(indexer.kind());
    }
    if (failure instanceof StoreException store) {
      return status(store);
    }
    return failure instanceof OutOfMemoryError ? ExitStatus.ENVIRONMENT : ExitStatus.FAILED;
  }

  private static ExitStatus status(IndexerException.Kind kind) {
    return switch (kind) {
      case USAGE -> ExitStatus.USAGE;
      case FAILED -> ExitStatus.FAILED;
      case ENVIRONMENT -> ExitStatus.ENVIRONMENT;
      case DAMAGED -> ExitStatus.DAMAGED;
    };
  }

  private static ExitStatus status(StoreException failure) {
    if (failure instanceof StoreException.NotFound) {
      return ExitStatus.USAGE;
    }
    if (failure instanceof StoreException.DiskFull) {
      return ExitStatus.ENVIRONMENT;
    }
    boolean unreadable =
        failure instanceof StoreException.OtherVersion || failure instanceof StoreException.Damaged;
    return unreadable ? ExitStatus.DAMAGED : ExitStatus.FAILED;
  }

  /** What failed, in words for users. */
  public static String sentence(Throwable failure) {
    boolean forUsers =
        failure instanceof ShellException
            || failure instanceof QueryException
            || failure instanceof IndexerException
            || failure instanceof StoreException;
    if (forUsers) {
      return Objects.requireNonNullElse(failure.getMessage(), "failed");
    }
    if (failure instanceof UncheckedIOException wrapped) {
      return IoMessages.of(Objects.requireNonNull(wrapped.getCause()));
    }
    if (failure instanceof IOException io) {
      return IoMessages.of(io);
    }
    if (failure instanceof OutOfMemoryError) {
      return "out of memory";
    }
    return "internal error: " + failure;
  }

  /** What the user may do about a failure; may be empty. */
  public static List<String> hints(Throwable failure) {
    if (failure instanceof ShellException own) {
      return own.hints();
    }
    if (failure instanceof IndexerException indexer) {
      return indexer.hints();
    }
    if (failure instanceof OutOfMemoryError) {
      return List.of("RRQ_JAVA_OPTS=-Xmx4g gives rrq more");
    }
    if (sentence(failure).startsWith("internal error")) {
      return List.of("this is a defect of rrq; with --debug it shows where");
    }
    return List.of();
  }
}
