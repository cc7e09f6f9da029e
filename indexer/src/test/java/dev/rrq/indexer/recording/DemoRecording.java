package dev.rrq.indexer.recording;

import dev.rrq.indexer.guest.DemoInitrd;
import dev.rrq.indexer.provision.Provisioned;
import dev.rrq.indexer.qemu.QemuBinary;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The demo's boot, recorded once for all tests of a JVM, and the parts to record it again. */
public final class DemoRecording {

  private static final DemoRecording ONLY = make();

  private final Path directory;
  private final Provisioned parts;
  private final Path initrd;
  private final QemuBinary qemu;
  private final Recording recording;

  private DemoRecording(Path directory, Provisioned parts, Path initrd, QemuBinary qemu) {
    this.directory = directory;
    this.parts = parts;
    this.initrd = initrd;
    this.qemu = qemu;
    this.recording = record(request("demo.rrq"));
  }

  private static DemoRecording make() {
    Provisioned parts = Provisioned.ensure(System.err::println);
    try {
      Path directory = Files.createTempDirectory("rrq-demo-recording");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
      Path initrd = directory.resolve("initrd");
      try (OutputStream out = Files.newOutputStream(initrd)) {
        DemoInitrd.write(parts.busybox(), parts.modules(), out);
      }
      return new DemoRecording(directory, parts, initrd, qemuOfTheTests());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Not the patched one, even where it is built: rrq must work without it. */
  private static QemuBinary qemuOfTheTests() {
    String named = System.getenv().getOrDefault("RRQ_QEMU", "");
    return named.isEmpty() ? QemuBinary.system() : QemuBinary.at(Path.of(named));
  }

  /** The recording. Nobody may change it. */
  public static Recording recording() {
    return ONLY.recording;
  }

  /** The QEMU that recorded it. */
  public static QemuBinary qemu() {
    return ONLY.qemu;
  }

  /** The kernel and its symbols. */
  public static Provisioned parts() {
    return ONLY.parts;
  }

  /** A request for the same boot under another name, in a directory that goes with this JVM. */
  static RecordRequest requestFor(String name) {
    return ONLY.request(name);
  }

  /** Makes a recording without telling anyone how far it is. */
  static Recording record(RecordRequest request, QemuBinary qemu) {
    return new Recorder(qemu, request, progress -> {}).record();
  }

  private RecordRequest request(String name) {
    return RecordRequest.of(directory.resolve(name), parts.kernel(), initrd);
  }

  private Recording record(RecordRequest request) {
    return record(request, qemu);
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
