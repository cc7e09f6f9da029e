package dev.rrq.shell.console;

import dev.rrq.shell.output.Destination;
import dev.rrq.shell.output.PipeDestination;
import dev.rrq.shell.output.StreamDestination;
import dev.rrq.shell.output.TableStyle;
import dev.rrq.shell.progress.ProgressLine;
import dev.rrq.shell.session.Screen;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jline.terminal.Terminal;

/** The terminal of the console. */
final class ConsoleScreen implements Screen {
  private static final int USUAL_WIDTH = 80;

  private final Terminal terminal;
  private final PrintWriter err;
  private final boolean color;
  private final boolean system;
  private final Optional<String> pager;

  /**
   * A screen.
   *
   * @param err for messages, where they do not go to the terminal
   * @param system whether it is the terminal of this process, which programs can have
   */
  ConsoleScreen(
      Terminal terminal,
      Optional<PrintWriter> err,
      Map<String, String> environment,
      boolean system) {
    this.terminal = terminal;
    this.err = err.orElseGet(terminal::writer);
    this.system = system;
    boolean dumb = terminal.getType().startsWith(Terminal.TYPE_DUMB);
    this.color = !dumb && environment.getOrDefault("NO_COLOR", "").isEmpty();
    this.pager = system && !dumb ? pager(environment) : Optional.empty();
  }

  /** The user's own pager, or less if it is there: not wrapping lines, keeping colours. */
  private static Optional<String> pager(Map<String, String> environment) {
    String own = environment.getOrDefault("RRQ_PAGER", environment.getOrDefault("PAGER", "less"));
    if (own.isBlank() || own.equals("cat")) {
      return Optional.empty();
    }
    if (!own.equals("less")) {
      return Optional.of(own);
    }
    boolean there =
        Arrays.stream(environment.getOrDefault("PATH", "").split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "less")));
    return there ? Optional.of("less -RSFX") : Optional.empty();
  }

  @Override
  public Writer out() {
    return terminal.writer();
  }

  @Override
  public PrintWriter err() {
    return err;
  }

  @Override
  public ProgressLine progressLine() {
    return new ProgressLine(err, color, style().width());
  }

  @Override
  public boolean confirm(String question) {
    terminal.writer().print(question + " [Y/n] ");
    terminal.flush();
    try {
      StringBuilder answer = new StringBuilder();
      for (int c = terminal.reader().read(); c >= 0 && c != '\n' && c != '\r'; ) {
        answer.append((char) c);
        c = terminal.reader().read();
      }
      terminal.writer().println();
      String word = answer.toString().strip().toLowerCase(Locale.ROOT);
      return word.isEmpty() || word.startsWith("y");
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public boolean isTerminal() {
    return true;
  }

  @Override
  public boolean color() {
    return color;
  }

  @Override
  public TableStyle style() {
    int width = terminal.getWidth() > 0 ? terminal.getWidth() : USUAL_WIDTH;
    return new TableStyle(width, color, false);
  }

  @Override
  public Destination destination(boolean paged) {
    if (paged && pager.isPresent() && terminal.getHeight() > 2) {
      return new PagedDestination(terminal, pager.get());
    }
    return new StreamDestination(terminal.writer());
  }

  @Override
  public void lend(Runnable program) {
    terminal.flush();
    boolean pauses = system && terminal.canPauseResume();
    if (pauses) {
      try {
        terminal.pause(true);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    try {
      program.run();
    } finally {
      if (pauses) {
        terminal.resume();
      }
    }
  }

  @Override
  public Destination pipe(String command, boolean header) {
    return system
        ? PipeDestination.inherited(command, header)
        : PipeDestination.copied(command, header, terminal.writer());
  }
}
