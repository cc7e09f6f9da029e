package dev.rrq.shell.work;

import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.store.Interval;
import dev.rrq.store.KeptRun;
import dev.rrq.store.Meta;
import dev.rrq.store.StoreException;
import dev.rrq.store.TraceStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is known of a trace.
 *
 * @param length in instructions
 * @param end why the recording ended
 * @param replayCommand QEMU and its arguments
 * @param vmlinux where the symbols came from
 * @param kaslrOffset what to add to link-time addresses, hexadecimal
 * @param coverage the times that the index covers
 * @param events changes of memory in the index
 * @param bytes of the index on disk, with the accesses that it keeps
 * @param kept accesses that it keeps beside the changes
 */
record TraceInfo(
    Path trace,
    long length,
    String end,
    String qemuVersion,
    List<String> replayCommand,
    List<Point> snapshots,
    Optional<String> vmlinux,
    Optional<String> buildId,
    Optional<String> kaslrOffset,
    List<Interval> coverage,
    boolean complete,
    long events,
    long bytes,
    List<KeptRun> kept,
    Optional<String> formatVersion) {

  private static final String USUAL_QEMU = "qemu-system-x86_64";

  /** A snapshot's name and time. */
  record Point(String name, long t) {}

  /** Reads it; a trace without an index has no coverage. */
  static TraceInfo read(Path trace) {
    Recording recording = Recording.open(trace);
    try (TraceStore store = TraceStore.open(trace)) {
      return new TraceInfo(
          trace,
          recording.length(),
          end(recording),
          recording.manifest().qemuVersion(),
          replayCommand(recording),
          snapshots(recording),
          store.meta(Meta.VMLINUX).or(() -> vmlinux(recording)),
          store.meta(Meta.BUILD_ID),
          store.meta(Meta.KASLR_OFFSET).map(TraceInfo::hex),
          store.coverage().intervals(),
          store.isComplete(),
          store.rows(),
          store.bytes(),
          store.kept().runs(),
          store.meta(Meta.FORMAT_VERSION));
    } catch (StoreException.NotFound e) {
      return new TraceInfo(
          trace,
          recording.length(),
          end(recording),
          recording.manifest().qemuVersion(),
          replayCommand(recording),
          snapshots(recording),
          vmlinux(recording),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          false,
          0,
          0,
          List.of(),
          Optional.empty());
    }
  }

  private static String end(Recording recording) {
    return recording.manifest().end().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** With the name that QEMU usually has, so that a trace can be described without one. */
  private static List<String> replayCommand(Recording recording) {
    return recording.replayCommand(
        new QemuBinary(Path.of(USUAL_QEMU), recording.manifest().qemuVersion()));
  }

  private static List<Point> snapshots(Recording recording) {
    return recording.snapshots().stream()
        .map(snapshot -> new Point(snapshot.name(), snapshot.t()))
        .toList();
  }

  private static Optional<String> vmlinux(Recording recording) {
    return Optional.ofNullable(recording.manifest().vmlinux());
  }

  private static String hex(String number) {
    return "0x" + Long.toHexString(Long.parseLong(number));
  }
}
