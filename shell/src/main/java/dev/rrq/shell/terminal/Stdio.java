package dev.rrq.shell.terminal;

import dev.rrq.shell.output.ByteWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The standard streams of a run.
 *
 * @param in statements, where they are not on the command line
 * @param out rows and nothing else; UTF-8, buffered; its failures are thrown, not swallowed
 * @param err everything else; flushed by line
 * @param inIsTerminal whether a person types
 * @param outIsTerminal whether a person reads the rows
 * @param errIsTerminal whether a person reads the messages
 * @param environment the variables that terminals are described by
 */
public record Stdio(
    InputStream in,
    Writer out,
    PrintWriter err,
    boolean inIsTerminal,
    boolean outIsTerminal,
    boolean errIsTerminal,
    Map<String, String> environment) {
  private static final int USUAL_WIDTH = 80;

  public Stdio {
    environment = Map.copyOf(environment);
  }

  /** Those of this process. */
  public static Stdio system() {
    Writer out = new ByteWriter(new FileOutputStream(FileDescriptor.out));
    PrintWriter err =
        new PrintWriter(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.err), StandardCharsets.UTF_8),
            true);
    return new Stdio(
        System.in, out, err, isTerminal(0), isTerminal(1), isTerminal(2), System.getenv());
  }

  /** A descriptor of this process leads to a terminal if that is what its link names. */
  private static boolean isTerminal(int descriptor) {
    try {
      Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
      String name = target.toString();
      return name.startsWith("/dev/pts/")
          || name.startsWith("/dev/tty")
          || name.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Whether rows and messages may be coloured: a terminal that can, and nobody asked not to. */
  public boolean color() {
    return outIsTerminal && colorAllowed();
  }

  /** Whether messages on standard error may be coloured. */
  public boolean errorColor() {
    return errIsTerminal && colorAllowed();
  }

  private boolean colorAllowed() {
    return environment.getOrDefault("NO_COLOR", "").isEmpty() && !isDumb();
  }

  /** Whether the terminal understands no escape sequences. */
  public boolean isDumb() {
    return environment.getOrDefault("TERM", "dumb").equals("dumb");
  }

  /** The terminal's width in columns; 80 where it does not tell. */
  public int width() {
    return fromVariable().or(Stdio::fromTerminal).orElse(USUAL_WIDTH);
  }

  private Optional<Integer> fromVariable() {
    return number(environment.getOrDefault("COLUMNS", ""));
  }

  private static Optional<Integer> fromTerminal() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Path.of("/dev/tty").toFile())
              .redirectError(Redirect.DISCARD)
              .start();
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return number(size.substring(size.indexOf(' ') + 1).trim());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Integer> number(String text) {
    try {
      int value = Integer.parseInt(text);
      return value > 0 ? Optional.of(value) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
