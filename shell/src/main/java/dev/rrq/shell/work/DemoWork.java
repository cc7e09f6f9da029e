package dev.rrq.shell.work;

import dev.rrq.indexer.guest.DemoInitrd;
import dev.rrq.indexer.index.IndexOptions;
import dev.rrq.indexer.index.IndexSummary;
import dev.rrq.indexer.provision.Provisioned;
import dev.rrq.indexer.recording.RecordRequest;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.shell.failure.IoMessages;
import dev.rrq.shell.failure.ShellException;
import dev.rrq.shell.terminal.Directories;
import dev.rrq.store.StoreException;
import dev.rrq.store.TraceStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Makes the demonstration's trace: a Linux boot with a small workload. */
public final class DemoWork {
  private static final String EXAMPLE = "/dev/rrq/shell/examples/first-look.rrq";

  private final Reporter reporter;

  public DemoWork(Reporter reporter) {
    this.reporter = reporter;
  }

  /**
   * Records and indexes the demonstration's guest, or takes what an earlier run left.
   *
   * @return the trace
   */
  public Path prepare(Optional<Path> wanted) {
    Path trace = wanted.orElseGet(this::usualPlace);
    if (!Files.exists(trace)) {
      record(trace);
    }
    if (!isIndexed(trace)) {
      index(trace);
    }
    return trace;
  }

  /** The script that shows what can be asked. */
  public static String firstLook() {
    try (InputStream in = DemoWork.class.getResourceAsStream(EXAMPLE)) {
      if (in == null) {
        throw new IllegalStateException("the jar has lost " + EXAMPLE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw ShellException.failed("cannot read the examples: " + IoMessages.of(e), e);
    }
  }

  private Path usualPlace() {
    Path cache = new Directories(reporter.stdio().environment()).cache();
    try {
      return Files.createDirectories(cache).resolve("demo.rrq");
    } catch (IOException e) {
      throw ShellException.environment(
          "cannot make " + cache + ": " + IoMessages.of(e), "-o names another place");
    }
  }

  private void record(Path trace) {
    Provisioned parts = Provisioned.ensure(reporter::say);
    reporter.say("recording a boot of " + parts.kernel().getFileName());
    Path initrd = writeInitrd(parts);
    try {
      RecordRequest request =
          RecordRequest.of(trace, parts.kernel(), initrd).withVmlinux(parts.vmlinux());
      Recording recording = new RecordWork(reporter).record(request);
      reporter.say("recorded " + recording.length() + " instructions into " + trace);
      if (reporter.interrupts().requested()) {
        throw ShellException.interrupted();
      }
    } finally {
      delete(initrd);
    }
  }

  private static Path writeInitrd(Provisioned parts) {
    try {
      Path initrd = Files.createTempFile("rrq-demo", ".cpio");
      try (OutputStream out = Files.newOutputStream(initrd)) {
        DemoInitrd.write(parts.busybox(), parts.modules(), out);
      }
      return initrd;
    } catch (IOException e) {
      throw ShellException.environment("cannot make the initrd: " + IoMessages.of(e));
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // A temporary file stays; the system removes it one day.
    }
  }

  private static boolean isIndexed(Path trace) {
    try (TraceStore store = TraceStore.open(trace)) {
      return store.isComplete();
    } catch (StoreException.NotFound | StoreException.OtherVersion e) {
      return false;
    }
  }

  private void index(Path trace) {
    reporter.say("indexing every change of its memory");
    IndexSummary summary = new IndexWork(reporter).index(Recording.open(trace), IndexOptions.ALL);
    if (!summary.whole()) {
      throw ShellException.interrupted();
    }
    reporter.say("indexed %d changes in %.1f s".formatted(summary.events(), summary.seconds()));
  }
}
