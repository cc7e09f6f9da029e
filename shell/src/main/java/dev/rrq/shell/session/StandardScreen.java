package dev.rrq.shell.session;

import dev.rrq.shell.output.Destination;
import dev.rrq.shell.output.PipeDestination;
import dev.rrq.shell.output.StreamDestination;
import dev.rrq.shell.output.TableStyle;
import dev.rrq.shell.progress.ProgressLine;
import dev.rrq.shell.terminal.Stdio;
import java.io.PrintWriter;
import java.io.Writer;

/** The standard streams, without a console: no pager, as the run may not be watched. */
public final class StandardScreen implements Screen {
  private final Stdio stdio;
  private final TableStyle style;

  public StandardScreen(Stdio stdio) {
    this.stdio = stdio;
    this.style =
        stdio.outIsTerminal()
            ? new TableStyle(stdio.width(), stdio.color(), false)
            : TableStyle.PLAIN;
  }

  @Override
  public Writer out() {
    return stdio.out();
  }

  @Override
  public PrintWriter err() {
    return stdio.err();
  }

  @Override
  public ProgressLine progressLine() {
    boolean redrawn = stdio.errIsTerminal() && !stdio.isDumb();
    return new ProgressLine(stdio.err(), redrawn, redrawn ? stdio.width() : 0);
  }

  @Override
  public boolean isTerminal() {
    return stdio.outIsTerminal();
  }

  @Override
  public boolean color() {
    return stdio.errorColor();
  }

  @Override
  public TableStyle style() {
    return style;
  }

  @Override
  public Destination destination(boolean pager) {
    return new StreamDestination(stdio.out());
  }

  @Override
  public Destination pipe(String command, boolean header) {
    return PipeDestination.inherited(command, header);
  }
}
