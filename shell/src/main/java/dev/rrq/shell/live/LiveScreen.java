package dev.rrq.shell.live;

import dev.rrq.indexer.live.Control;
import dev.rrq.shell.progress.Amounts;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * What a person sees of a replay that runs, and how it is stopped: on a terminal a line with the
 * time and the rate, redrawn several times a second.
 */
public final class LiveScreen implements Control {

  private static final long REDRAW_NANOS = 100_000_000L;
  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter err;
  private final boolean redraws;
  private final TerminalLoan loan;
  private volatile boolean cancelled;
  private long end;
  private long since;
  private long sinceIcount = -1;
  private long lastDrawn = System.nanoTime();
  private boolean drawn;

  /** Gives the terminal away for as long as a program runs that wants it. */
  @FunctionalInterface
  public interface TerminalLoan {

    /** Runs something that has the terminal to itself. */
    void during(Runnable program);
  }

  /**
   * A screen for one statement.
   *
   * @param redraws whether a line can be drawn again
   */
  public LiveScreen(PrintWriter err, boolean redraws, TerminalLoan loan) {
    this.err = err;
    this.redraws = redraws;
    this.loan = loan;
  }

  /** Makes the replay stop soon; from any thread. */
  public void cancel() {
    cancelled = true;
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  /** Begins to watch a run. */
  void begin(long end) {
    this.end = end;
    sinceIcount = -1;
  }

  @Override
  public void at(long icount) {
    long now = System.nanoTime();
    if (sinceIcount < 0 || icount < sinceIcount) {
      since = now;
      sinceIcount = icount;
    }
    if (redraws && now - lastDrawn >= REDRAW_NANOS) {
      lastDrawn = now;
      err.print(CLEAR + line(icount, now));
      err.flush();
      drawn = true;
    }
  }

  private String line(long icount, long now) {
    double seconds = (now - since) / 1e9;
    double rate = seconds > 0 ? (icount - sinceIcount) / seconds : 0;
    String share = end > 0 ? String.format(Locale.ROOT, " (%.1f%%)", 100.0 * icount / end) : "";
    return "running: t = "
        + icount
        + share
        + "  "
        + Amounts.count(rate)
        + " instructions/s; Ctrl-C stops";
  }

  /** Takes the line away. */
  void clear() {
    if (drawn) {
      err.print(CLEAR);
      err.flush();
      drawn = false;
    }
  }

  /** A sentence that is no part of an answer. */
  void say(String sentence) {
    clear();
    err.println(sentence);
    err.flush();
  }

  /** Runs something that has the terminal to itself. */
  void lend(Runnable program) {
    clear();
    loan.during(program);
  }
}
