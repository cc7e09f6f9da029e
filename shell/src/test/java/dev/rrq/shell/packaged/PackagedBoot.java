package dev.rrq.shell.packaged;

import dev.rrq.indexer.guest.DemoInitrd;
import dev.rrq.indexer.provision.Provisioned;
import dev.rrq.shell.failure.ExitStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The demo's boot as the packaged command records and indexes it, once for all tests of a JVM. */
final class PackagedBoot {
  private static final Path TRACE = make();

  private PackagedBoot() {}

  /**
   * The trace; nobody may change it. {@code -Drrq.trace=DIRECTORY} names one that is there already.
   */
  static Path trace() {
    return TRACE;
  }

  private static Path make() {
    String given = System.getProperty("rrq.trace", "");
    if (!given.isEmpty()) {
      return Path.of(given);
    }
    try {
      Path directory = Files.createTempDirectory("rrq-packaged-boot");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
      return record(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path record(Path directory) throws IOException {
    Provisioned parts = Provisioned.ensure(System.err::println);
    Path initrd = directory.resolve("initrd");
    try (OutputStream out = Files.newOutputStream(initrd)) {
      DemoInitrd.write(parts.busybox(), parts.modules(), out);
    }
    Path trace = directory.resolve("boot.rrq");
    Rrq rrq = new Rrq(directory);
    rrq.run(
            "record",
            "-o",
            trace,
            "--kernel",
            parts.kernel(),
            "--initrd",
            initrd,
            "--append",
            "console=ttyS0 panic=-1",
            "--vmlinux",
            Optional.ofNullable(parts.vmlinux()).orElseThrow())
        .endsWith(ExitStatus.DONE);
    rrq.run("index", trace).endsWith(ExitStatus.DONE);
    return trace;
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // A temporary directory that stays is the host's to clean.
    }
  }
}
