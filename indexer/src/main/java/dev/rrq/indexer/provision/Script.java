package dev.rrq.indexer.provision;

import dev.rrq.indexer.IndexerException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A shell script in a jar. It says what it does on standard error in lines that begin with {@code
 * rrq: }, gives its results on standard output, and ends with status 3 where the machine lacks
 * something, after a line with what mends it.
 */
public final class Script {

  private static final String SAYS = "rrq: ";
  private static final String MENDS = "to mend it: ";
  private static final int LACKING = 3;

  private final Class<?> beside;
  private final String name;

  private Script(Class<?> beside, String name) {
    this.beside = beside;
    this.name = name;
  }

  /** The script of this name in the package of a class. */
  public static Script of(Class<?> beside, String name) {
    return new Script(beside, name);
  }

  /**
   * Runs it to its end.
   *
   * @param out takes each line of its standard output
   * @param say takes each sentence that it says
   * @throws IndexerException of kind ENVIRONMENT where it fails
   */
  public void run(List<String> arguments, Consumer<String> out, Consumer<String> say) {
    try {
      Path script = Files.createTempFile("rrq-", "-" + name);
      try {
        unpack(beside, name, script);
        run(script, arguments, out, say);
      } finally {
        Files.deleteIfExists(script);
      }
    } catch (IOException e) {
      throw IndexerException.environment("what rrq needs cannot be had: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw IndexerException.failed("interrupted", e);
    }
  }

  /** Writes what the jar holds beside a class to a file. */
  public static void unpack(Class<?> beside, String name, Path file) throws IOException {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the jar has lost " + name);
      }
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void run(Path script, List<String> arguments, Consumer<String> out, Consumer<String> say)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", script.toString()));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).start();
    List<String> said = new ArrayList<>();
    Thread listener = new Thread(() -> listen(process, said, say), "script-listener");
    listener.setDaemon(true);
    int status;
    try {
      process.getOutputStream().close();
      listener.start();
      BufferedReader lines = reader(process.getInputStream());
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        out.accept(line);
      }
      status = process.waitFor();
      listener.join();
    } finally {
      end(process);
    }
    if (status != 0) {
      throw failure(status, said);
    }
  }

  /** A shell that is ended does not end what it has started. */
  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  private static void listen(Process process, List<String> said, Consumer<String> say) {
    try {
      BufferedReader lines = reader(process.getErrorStream());
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String text = line.startsWith(SAYS) ? line.substring(SAYS.length()) : line;
        said.add(text);
        if (line.startsWith(SAYS) && !text.startsWith(MENDS)) {
          say.accept(text);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BufferedReader reader(InputStream stream) {
    return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  private IndexerException failure(int status, List<String> said) {
    String hint = "";
    String message = name + " ended with status " + status;
    for (String line : said) {
      if (line.startsWith(MENDS)) {
        hint = line.substring(MENDS.length());
      } else {
        message = line;
      }
    }
    return status == LACKING && !hint.isEmpty()
        ? IndexerException.environment(message, hint)
        : IndexerException.environment(message);
  }
}
