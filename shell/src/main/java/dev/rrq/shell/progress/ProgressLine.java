package dev.rrq.shell.progress;

import java.io.PrintWriter;
import java.util.function.LongSupplier;

/**
 * Draws {@link Progress}: on a terminal one line that is redrawn ten times a second, elsewhere a
 * line every five seconds, so that a log of a build stays readable.
 *
 * <p>It may be told of progress by any thread, as often as one likes.
 */
public final class ProgressLine implements AutoCloseable {
  private static final long REDRAW_NANOS = 100_000_000L;
  private static final long PLAIN_NANOS = 5_000_000_000L;
  private static final int BAR = 24;

  /** The time left is told from a hundredth of the work on. */
  private static final long MEANINGFUL_SHARE = 100;

  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter err;
  private final boolean terminal;
  private final int width;
  private final LongSupplier nanos;
  private final long started;
  private long lastDrawn;
  private boolean drawn;

  /**
   * A line that is drawn when the first progress is told.
   *
   * @param width of the terminal in columns; ignored where it is none
   */
  public ProgressLine(PrintWriter err, boolean terminal, int width) {
    this(err, terminal, width, System::nanoTime);
  }

  ProgressLine(PrintWriter err, boolean terminal, int width, LongSupplier nanos) {
    this.err = err;
    this.terminal = terminal;
    this.width = width;
    this.nanos = nanos;
    this.started = nanos.getAsLong();
    this.lastDrawn = started;
  }

  /** Tells how far the work is; draws if it is time to. */
  public synchronized void update(Progress progress) {
    long now = nanos.getAsLong();
    if (now - lastDrawn < (terminal ? REDRAW_NANOS : PLAIN_NANOS)) {
      return;
    }
    lastDrawn = now;
    draw(line(progress, (now - started) / 1e9));
  }

  /** Tells how many of so many like steps are done. */
  public synchronized void steps(String activity, int done, int total) {
    long now = nanos.getAsLong();
    if (now - lastDrawn < (terminal ? REDRAW_NANOS : PLAIN_NANOS)) {
      return;
    }
    lastDrawn = now;
    StringBuilder line = new StringBuilder(activity);
    share(line, total > 0 ? Math.min(1, (double) done / total) : 0);
    line.append("  ").append(done).append(" of ").append(total);
    if (done > 0) {
      double left = (now - started) / 1e9 * (total - done) / done;
      line.append("  left ").append(Amounts.seconds(left));
    }
    draw(line.toString());
  }

  private void share(StringBuilder line, double done) {
    line.append(' ');
    if (terminal) {
      int full = (int) (done * BAR);
      line.append("█".repeat(full)).append("░".repeat(BAR - full)).append(' ');
    }
    line.append((int) (done * 100)).append('%');
  }

  private void draw(String line) {
    if (terminal) {
      err.print(CLEAR + (line.length() < width ? line : line.substring(0, width - 1)));
      drawn = true;
    } else {
      err.println(line);
    }
    err.flush();
  }

  /** Tells what is done now, where it cannot be said how far that is. */
  public synchronized void phase(String activity) {
    if (terminal) {
      err.print(CLEAR + activity + " ...");
      drawn = true;
      lastDrawn = nanos.getAsLong();
    } else {
      err.println("rrq: " + activity);
    }
    err.flush();
  }

  private String line(Progress progress, double elapsed) {
    StringBuilder line = new StringBuilder(progress.activity());
    double rate = elapsed > 0 ? progress.icount() / elapsed : 0;
    if (progress.total() > 0) {
      share(line, Math.min(1, (double) progress.icount() / progress.total()));
    }
    line.append("  icount ").append(Amounts.count((double) progress.icount()));
    line.append("  ").append(Amounts.count(rate)).append("/s");
    if (progress.events() >= 0) {
      line.append("  events ").append(Amounts.count((double) progress.events()));
    }
    if (progress.bytes() >= 0) {
      line.append("  ").append(Amounts.bytes((double) progress.bytes()));
    }
    // What has hardly begun says nothing about the rest.
    if (rate > 0
        && progress.icount() * MEANINGFUL_SHARE >= progress.total()
        && progress.total() > 0) {
      double left = Math.max(0, progress.total() - progress.icount()) / rate;
      line.append("  left ").append(Amounts.seconds(left));
    }
    return line.toString();
  }

  /** Prints a line of text above the bar. */
  public synchronized void say(String text) {
    clear();
    err.println(text);
    err.flush();
  }

  /** Takes the line away. */
  @Override
  public synchronized void close() {
    clear();
    err.flush();
  }

  private void clear() {
    if (drawn) {
      err.print(CLEAR);
      drawn = false;
    }
  }
}
