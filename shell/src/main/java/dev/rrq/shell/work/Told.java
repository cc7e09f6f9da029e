package dev.rrq.shell.work;

import dev.rrq.indexer.index.IndexProgress;
import dev.rrq.shell.progress.Progress;
import dev.rrq.shell.progress.ProgressLine;

/** Draws what an index run tells. */
final class Told implements IndexProgress {
  private final ProgressLine line;
  private final Reporter reporter;
  private final String activity;

  Told(ProgressLine line, Reporter reporter) {
    this(line, reporter, "indexing");
  }

  Told(ProgressLine line, Reporter reporter, String activity) {
    this.activity = activity;
    this.line = line;
    this.reporter = reporter;
  }

  @Override
  public void phase(String what) {
    line.phase(what);
  }

  @Override
  public void indexed(long from, long icount, long to, long events) {
    String now = isCancelled() ? "ending" : activity;
    line.update(new Progress(now, icount - from, to - from, events, -1));
  }

  @Override
  public boolean isCancelled() {
    return reporter.interrupts().requested();
  }
}
