package dev.rrq.shell.work;

import dev.rrq.shell.progress.ProgressLine;
import dev.rrq.shell.terminal.Interrupts;
import dev.rrq.shell.terminal.Stdio;

/** Where long work says how far it is, and hears that it should end. */
public final class Reporter {
  private final Stdio stdio;
  private final Interrupts interrupts;

  public Reporter(Stdio stdio, Interrupts interrupts) {
    this.stdio = stdio;
    this.interrupts = interrupts;
  }

  /** A line of progress for one piece of work; to be closed. */
  ProgressLine progressLine() {
    boolean redrawn = stdio.errIsTerminal() && !stdio.isDumb();
    return new ProgressLine(stdio.err(), redrawn, redrawn ? stdio.width() : 0);
  }

  Interrupts interrupts() {
    return interrupts;
  }

  Stdio stdio() {
    return stdio;
  }

  /** A sentence for the user, on standard error. */
  void say(String sentence) {
    stdio.err().println("rrq: " + sentence);
    stdio.err().flush();
  }
}
