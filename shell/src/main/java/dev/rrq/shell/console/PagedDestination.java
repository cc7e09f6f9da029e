package dev.rrq.shell.console;

import dev.rrq.shell.output.Destination;
import dev.rrq.shell.output.PipeDestination;
import java.io.IOException;
import java.io.Writer;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * The terminal, until an answer is longer than it is high: then a pager gets all of it and the
 * terminal as well.
 */
final class PagedDestination implements Destination {
  private final Terminal terminal;
  private final String pagerCommand;
  private final int height;
  private final StringBuilder held = new StringBuilder();
  private final Appendable out = new Lines();
  private int lines;
  private @Nullable PipeDestination pager;

  PagedDestination(Terminal terminal, String pagerCommand) {
    this.terminal = terminal;
    this.pagerCommand = pagerCommand;
    this.height = terminal.getHeight() - 2;
  }

  @Override
  public Appendable out() {
    return out;
  }

  @Override
  public boolean header() {
    return true;
  }

  @Override
  public boolean isProgram() {
    return pager != null;
  }

  @Override
  public void commit() throws IOException {
    if (pager != null) {
      pager.commit();
    } else {
      flushHeld();
    }
  }

  private void flushHeld() throws IOException {
    Writer writer = terminal.writer();
    writer.append(held).flush();
    held.setLength(0);
  }

  /** What was printed before a failure stays: the screen keeps no promise of being whole. */
  @Override
  public void close() throws IOException {
    if (pager == null) {
      flushHeld();
      return;
    }
    try {
      pager.close();
    } finally {
      resume();
    }
  }

  private void add(CharSequence text, int start, int end) throws IOException {
    if (pager != null) {
      pager.out().append(text, start, end);
      return;
    }
    held.append(text, start, end);
    for (int i = start; i < end; i++) {
      if (text.charAt(i) == '\n') {
        lines++;
      }
    }
    if (lines > height) {
      startPager();
    }
  }

  private void startPager() throws IOException {
    if (terminal.canPauseResume()) {
      pause();
    }
    pager = PipeDestination.inherited(pagerCommand, true);
    pager.out().append(held);
    held.setLength(0);
  }

  private void pause() {
    try {
      terminal.pause(true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void resume() {
    if (terminal.canPauseResume()) {
      terminal.resume();
    }
  }

  private final class Lines implements Appendable {
    @Override
    public Appendable append(@Nullable CharSequence text) throws IOException {
      CharSequence shown = text == null ? "null" : text;
      add(shown, 0, shown.length());
      return this;
    }

    @Override
    public Appendable append(@Nullable CharSequence text, int start, int end) throws IOException {
      add(text == null ? "null" : text, start, end);
      return this;
    }

    @Override
    public Appendable append(char c) throws IOException {
      add(String.valueOf(c), 0, 1);
      return this;
    }
  }
}
