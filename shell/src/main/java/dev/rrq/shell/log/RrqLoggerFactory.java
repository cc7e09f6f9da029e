package dev.rrq.shell.log;

import elf4j.Level;
import elf4j.Logger;
import elf4j.spi.LoggerFactory;

/** Gives elf4j's callers a logger that is named after their class. */
public final class RrqLoggerFactory implements LoggerFactory {
  private static final StackWalker WALKER = StackWalker.getInstance();

  @Override
  public Logger getLogger() {
    String caller =
        WALKER.walk(
            frames ->
                frames
                    .map(StackWalker.StackFrame::getClassName)
                    .filter(
                        name ->
                            !name.startsWith("elf4j.") && !name.startsWith("dev.rrq.shell.log."))
                    .findFirst()
                    .orElse("rrq"));
    return new RrqLogger(caller.substring(caller.lastIndexOf('.') + 1), Level.INFO);
  }
}
