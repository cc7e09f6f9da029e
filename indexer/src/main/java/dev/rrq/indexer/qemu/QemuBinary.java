package dev.rrq.indexer.qemu;

import dev.rrq.indexer.IndexerException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A QEMU that can be run.
 *
 * @param path the program
 * @param version its version, as in {@code 7.2.22}
 */
public record QemuBinary(Path path, String version) {

  /** The release that rrq's plugin and replay log reader are made for. */
  public static final String SUPPORTED = "7.2";

  private static final String NAME = "qemu-system-x86_64";
  private static final String OVERRIDE = "RRQ_QEMU";
  private static final String PROPERTY = "rrq.qemu";
  private static final Pattern VERSION = Pattern.compile("version (\\d+\\.\\d+(\\.\\d+)?)");
  private static final long ANSWER_SECONDS = 20;

  /**
   * The QEMU to use: the one that was named, on the command line or in {@code RRQ_QEMU}, else the
   * one that {@code rrq qemu build} has built, else the system's.
   *
   * @throws IndexerException of kind ENVIRONMENT where there is none, or none of the right release
   */
  public static QemuBinary find() {
    String named = System.getProperty(PROPERTY, System.getenv().getOrDefault(OVERRIDE, ""));
    if (!named.isEmpty()) {
      return at(Path.of(named));
    }
    Optional<Path> built = QemuBuild.inCache().program();
    return built.isPresent() ? at(built.get()) : system();
  }

  /**
   * The first on the {@code PATH}, whatever else there is.
   *
   * @throws IndexerException of kind ENVIRONMENT where there is none, or none of the right release
   */
  public static QemuBinary system() {
    return at(
        onPath(NAME)
            .orElseThrow(
                () ->
                    IndexerException.environment(
                        NAME + " is not installed", "apt-get install qemu-system-x86")));
  }

  /** Names the QEMU that {@link #find} shall give, for this process. */
  public static void use(Path path) {
    System.setProperty(PROPERTY, path.toString());
  }

  /**
   * The QEMU at a path.
   *
   * @throws IndexerException of kind ENVIRONMENT where it cannot be run, or is of another release
   */
  public static QemuBinary at(Path path) {
    String version = versionOf(path);
    if (!version.equals(SUPPORTED) && !version.startsWith(SUPPORTED + ".")) {
      throw IndexerException.environment(
          path + " is QEMU " + version + "; rrq needs QEMU " + SUPPORTED,
          "apt-get install qemu-system-x86 (Debian 12), or name one in " + OVERRIDE);
    }
    return new QemuBinary(path, version);
  }

  private static String versionOf(Path path) {
    Process process;
    try {
      process = new ProcessBuilder(path.toString(), "--version").redirectErrorStream(true).start();
    } catch (IOException e) {
      throw IndexerException.environment(
          path + " cannot be run: " + e.getMessage(), "apt-get install qemu-system-x86");
    }
    try {
      process.getOutputStream().close();
      String said =
          new String(process.getInputStream().readNBytes(1 << 12), StandardCharsets.UTF_8);
      process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS);
      Matcher matcher = VERSION.matcher(said);
      if (!matcher.find()) {
        throw IndexerException.environment(
            path + " does not say that it is QEMU: " + said.lines().findFirst().orElse("nothing"));
      }
      return matcher.group(1);
    } catch (IOException e) {
      throw IndexerException.environment(path + " cannot be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw IndexerException.failed("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** The first executable file of this name on the {@code PATH}. */
  static Optional<Path> onPath(String name) {
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    return Stream.of(path.split(File.pathSeparator))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, name))
        .filter(file -> Files.isExecutable(file) && Files.isRegularFile(file))
        .findFirst();
  }
}
