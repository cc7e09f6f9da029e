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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A kernel to boot, its symbols and the program of its user space, as {@code provision.sh} finds or
 * gets them: {@code RRQ_KERNEL}, {@code RRQ_VMLINUX} and {@code RRQ_BUSYBOX} where they are set,
 * else the newest packaged kernel, unpacked into the cache.
 *
 * @param kernel a bzImage
 * @param vmlinux the same kernel with its symbols, or null where only a kernel was named
 * @param busybox a statically linked busybox
 */
public record Provisioned(Path kernel, @Nullable Path vmlinux, Path busybox) {

  private static final String SCRIPT = "provision.sh";
  private static final String SAYS = "rrq: ";
  private static final String MENDS = "to mend it: ";
  private static final int LACKING = 3;

  /**
   * Makes sure that QEMU can be run and that there is a guest, which takes a second where all is
   * there.
   *
   * @param say takes a sentence for each step that takes long
   * @throws IndexerException of kind ENVIRONMENT where something cannot be had
   */
  public static Provisioned ensure(Consumer<String> say) {
    Map<String, String> found = run(List.of("run", "guest"), say);
    String vmlinux = found.getOrDefault("RRQ_VMLINUX", "");
    return new Provisioned(
        path(found, "RRQ_KERNEL"),
        vmlinux.isEmpty() ? null : Path.of(vmlinux),
        path(found, "RRQ_BUSYBOX"));
  }

  private static Path path(Map<String, String> found, String name) {
    String value = found.get(name);
    if (value == null) {
      throw new IllegalStateException(SCRIPT + " did not say " + name);
    }
    return Path.of(value);
  }

  private static Map<String, String> run(List<String> groups, Consumer<String> say) {
    try {
      Path script = Files.createTempFile("rrq-provision", ".sh");
      try {
        unpack(script);
        return run(script, groups, say);
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

  private static void unpack(Path script) throws IOException {
    try (InputStream in = Provisioned.class.getResourceAsStream(SCRIPT)) {
      if (in == null) {
        throw new IOException("the jar has lost " + SCRIPT);
      }
      Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static Map<String, String> run(Path script, List<String> groups, Consumer<String> say)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", script.toString()));
    command.addAll(groups);
    Process process = new ProcessBuilder(command).start();
    List<String> said = new ArrayList<>();
    Thread listener = new Thread(() -> listen(process, said, say), "provision-listener");
    listener.setDaemon(true);
    Map<String, String> found = new HashMap<>();
    int status;
    try {
      process.getOutputStream().close();
      listener.start();
      read(process, found);
      status = process.waitFor();
      listener.join();
    } finally {
      process.destroy();
    }
    if (status != 0) {
      throw failure(status, said);
    }
    return found;
  }

  private static void read(Process process, Map<String, String> found) throws IOException {
    BufferedReader lines = reader(process.getInputStream());
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        found.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
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

  private static IndexerException failure(int status, List<String> said) {
    String hint = "";
    String message = SCRIPT + " ended with status " + status;
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
