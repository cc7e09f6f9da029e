package dev.rrq.indexer.qemu;

import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.provision.Provisioned;
import dev.rrq.indexer.provision.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * QEMU with {@code qemu-rr.patch}, built from the distribution's source package into the cache: one
 * for each version of the source, of the patch and of the way to build it.
 */
public final class QemuBuild {

  private static final String PATCH = "qemu-rr.patch";
  private static final String SCRIPT = "build-qemu.sh";
  private static final String PROGRAM = "qemu-system-x86_64";
  private static final int HASH_DIGITS = 12;
  private static final Pattern STEP = Pattern.compile("\\[(\\d+)/(\\d+)].*");
  private static final Pattern SOURCE = Pattern.compile("qemu_(.+)\\.dsc");

  private final Path cache;
  private final String hash;

  private QemuBuild(Path cache, String hash) {
    this.cache = cache;
    this.hash = hash;
  }

  /** Hears how far a build is. */
  public interface Listener {

    /** Something that takes long begins. */
    void phase(String what);

    /** So many steps of the compilation are done. */
    void compiled(int done, int total);
  }

  /** The builds in the user's cache. */
  public static QemuBuild inCache() {
    String set = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
    Path base =
        set.startsWith("/")
            ? Path.of(set)
            : Path.of(System.getenv().getOrDefault("HOME", "/"), ".cache");
    return new QemuBuild(base.resolve("rrq"), hash());
  }

  /** The program, where it has been built; of several versions the one built last. */
  public Optional<Path> program() {
    try (Stream<Path> entries = Files.isDirectory(cache) ? Files.list(cache) : Stream.empty()) {
      return entries
          .filter(entry -> entry.getFileName().toString().matches("qemu-.+-" + hash))
          .map(entry -> entry.resolve(PROGRAM))
          .filter(Files::isExecutable)
          .max((a, b) -> Long.compare(a.toFile().lastModified(), b.toFile().lastModified()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The source package's .dsc, which is downloaded where the cache has it not. */
  public static Path source(Consumer<String> say) {
    Map<String, String> found = Provisioned.run(List.of("qemu-source"), say);
    return Path.of(found.getOrDefault("QEMU_SOURCE", ""));
  }

  /** Writes the patch to a file. */
  public static void writePatch(Path file) throws IOException {
    Script.unpack(QemuBuild.class, PATCH, file);
  }

  /**
   * Builds it, or takes what is there. An earlier build that was ended is gone on with.
   *
   * @throws IndexerException of kind ENVIRONMENT where something is lacking
   */
  public Path build(Listener listener) {
    Map<String, String> found =
        Provisioned.run(List.of("qemu-source", "qemu-build"), listener::phase);
    Path source = Path.of(found.getOrDefault("QEMU_SOURCE", ""));
    Matcher version = SOURCE.matcher(source.getFileName().toString());
    if (!version.matches()) {
      throw IndexerException.environment("this is no source package of QEMU: " + source);
    }
    Path directory = cache.resolve("qemu-" + version.group(1) + "-" + hash);
    Path program = directory.resolve(PROGRAM);
    try {
      Files.createDirectories(directory);
      try (FileChannel channel =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        lock(channel, listener);
        if (!Files.isExecutable(program)) {
          compile(source, directory, program, listener);
        }
        return program;
      }
    } catch (IOException e) {
      throw IndexerException.environment("QEMU cannot be built: " + e.getMessage());
    }
  }

  /** Closing the channel gives the lock back. */
  private static void lock(FileChannel channel, Listener listener) throws IOException {
    if (channel.tryLock() == null) {
      listener.phase("waiting for another rrq that builds QEMU");
      channel.lock();
    }
  }

  private static void compile(Path source, Path directory, Path program, Listener listener)
      throws IOException {
    Path patch = directory.resolve(PATCH);
    writePatch(patch);
    Script.of(QemuBuild.class, SCRIPT)
        .run(
            List.of(
                source.toString(),
                patch.toString(),
                directory.resolve("work").toString(),
                program.toString()),
            line -> step(line, listener),
            listener::phase);
  }

  private static void step(String line, Listener listener) {
    Matcher step = STEP.matcher(line);
    if (step.matches()) {
      listener.compiled(Integer.parseInt(step.group(1)), Integer.parseInt(step.group(2)));
    }
  }

  private static String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String name : List.of(PATCH, SCRIPT)) {
        try (InputStream in = QemuBuild.class.getResourceAsStream(name)) {
          if (in == null) {
            throw new IllegalStateException("the jar has lost " + name);
          }
          digest.update(in.readAllBytes());
        }
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
