package dev.rrq.shell.session;

import dev.rrq.grammar.ast.Output;
import dev.rrq.planner.TableResult;
import dev.rrq.shell.command.Settings;
import dev.rrq.shell.failure.BrokenPipeException;
import dev.rrq.shell.failure.IoMessages;
import dev.rrq.shell.failure.ShellException;
import dev.rrq.shell.output.Answers;
import dev.rrq.shell.output.Destination;
import dev.rrq.shell.output.FileDestination;
import dev.rrq.shell.output.Format;
import dev.rrq.shell.output.JsonText;
import dev.rrq.shell.output.TableStyle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Prints answers where they are to go: the screen, a file or a program. */
final class AnswerPrinter {
  private final Screen screen;
  private final Settings settings;

  AnswerPrinter(Screen screen, Settings settings) {
    this.screen = screen;
    this.settings = settings;
  }

  /** Prints rows. */
  Printed print(TableResult table, Optional<Output> output) {
    if (output.isEmpty()) {
      return printOnScreen(table);
    }
    Output to = output.get();
    Format format = format(to);
    try (Destination destination = open(to, format)) {
      return new Printed(Answers.print(table, format, TableStyle.PLAIN, destination), false);
    } catch (IOException e) {
      throw ShellException.failed("cannot write " + to.target() + ": " + IoMessages.of(e), e);
    }
  }

  /** Prints rows that come one by one, each as soon as it is there. */
  Printed printLive(TableResult table, Optional<Output> output) {
    if (output.isPresent()) {
      return print(table, output);
    }
    TableStyle style = screen.style();
    return printOnScreen(table, new TableStyle(style.width(), style.color(), true), false);
  }

  private Printed printOnScreen(TableResult table) {
    return printOnScreen(table, screen.style(), settings.pager());
  }

  private Printed printOnScreen(TableResult table, TableStyle style, boolean paged) {
    Format format = settings.format().orElse(screen.isTerminal() ? Format.TABLE : Format.CSV);
    if (format.isBinary() && screen.isTerminal()) {
      throw ShellException.failed(
          format + " is no text, and this is a terminal",
          "`QUERY > rows." + format + "` writes a file");
    }
    try (Destination destination = screen.destination(paged)) {
      long rows = Answers.print(table, format, style, destination);
      return new Printed(rows, destination.isProgram());
    } catch (IOException e) {
      if (IoMessages.isBrokenPipe(e)) {
        throw new BrokenPipeException(e);
      }
      throw ShellException.failed("cannot write the rows: " + IoMessages.of(e), e);
    }
  }

  /** Prints text, as an object where a machine reads. */
  void print(String text, Optional<Output> output) {
    if (text.isEmpty()) {
      return;
    }
    Format format = output.map(this::format).or(settings::format).orElse(Format.TABLE);
    if (format.isBinary()) {
      throw ShellException.failed("this answer is a text, which has no rows for " + format);
    }
    try (Destination destination =
        output.isPresent() ? open(output.get(), format) : screen.destination(settings.pager())) {
      Appendable out = destination.out();
      if (format == Format.JSON || format == Format.JSONL) {
        out.append("{\"text\": ");
        JsonText.string(out, text);
        out.append("}\n");
      } else {
        out.append(text).append('\n');
      }
      destination.commit();
    } catch (IOException e) {
      if (IoMessages.isBrokenPipe(e)) {
        throw new BrokenPipeException(e);
      }
      throw ShellException.failed("cannot write: " + IoMessages.of(e), e);
    }
  }

  private Format format(Output output) {
    if (output.mode() == Output.Mode.PIPE) {
      return settings.format().orElse(Format.CSV);
    }
    return Format.ofFile(output.target())
        .or(settings::format)
        .orElseThrow(
            () ->
                ShellException.failed(
                    "the name " + output.target() + " does not tell a format",
                    "end it in .csv, .json, .jsonl, .md, .parquet, .arrow, .sqlite or .txt, or choose one"
                        + " with `format`"));
  }

  private Destination open(Output output, Format format) {
    Path file = Path.of(output.mode() == Output.Mode.PIPE ? "" : output.target());
    return switch (output.mode()) {
      case CREATE -> FileDestination.open(file, FileDestination.Mode.CREATE);
      case REPLACE -> FileDestination.open(file, FileDestination.Mode.OVERWRITE);
      case APPEND -> append(file, format);
      case PIPE -> screen.pipe(output.target(), settings.format().isPresent());
    };
  }

  private static Destination append(Path file, Format format) {
    if (!format.appends()) {
      throw ShellException.failed(
          format + " cannot be appended to: the whole file would have to be written anew",
          "csv, jsonl and markdown can: their rows just follow each other");
    }
    return FileDestination.open(file, FileDestination.Mode.APPEND);
  }
}
