package dev.rrq.indexer.recording;

import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.qemu.Disk;
import dev.rrq.indexer.qemu.Launch;
import dev.rrq.indexer.qemu.Launch.Mode;
import dev.rrq.indexer.qemu.Machine;
import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.qemu.QemuCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recorded machine: the files of a trace directory and what its manifest says. Nothing here
 * writes to the directory.
 *
 * @param directory the trace directory
 * @param manifest its manifest
 */
public record Recording(Path directory, Manifest manifest) {

  static final String KERNEL = "kernel";
  static final String INITRD = "initrd";
  static final String REPLAY_LOG = "replay.log";
  static final String SNAPSHOTS = "snapshots.qcow2";
  static final String DISK_OVERLAY = "disk.qcow2";
  static final String CONSOLE = "console.log";

  /** The name of the snapshot at power-on. */
  public static final String START = "start";

  /**
   * Opens a trace's recording; checks that its files are there, not what is in them.
   *
   * @throws IndexerException of kind DAMAGED, or USAGE where there is no such directory
   */
  public static Recording open(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw IndexerException.usage("there is no trace " + directory);
    }
    Path absolute = directory.toAbsolutePath().normalize();
    Recording recording = new Recording(absolute, Manifest.read(absolute));
    for (Path file : recording.files()) {
      if (!Files.isReadable(file)) {
        throw IndexerException.damaged("the trace has lost " + file);
      }
    }
    return recording;
  }

  private List<Path> files() {
    List<Path> files =
        new ArrayList<>(List.of(replayLog(), snapshotImage(), directory.resolve(KERNEL)));
    if (manifest.initrd() != null) {
      files.add(directory.resolve(INITRD));
    }
    if (manifest.disk() != null) {
      files.add(directory.resolve(DISK_OVERLAY));
      files.add(Path.of(manifest.disk().path()));
    }
    return files;
  }

  /**
   * Reads every input again and compares it with the manifest.
   *
   * @throws IndexerException of kind DAMAGED when one has changed
   */
  public void checkContents() {
    check(directory.resolve(KERNEL), manifest.kernel().sha256());
    if (manifest.initrd() != null) {
      check(directory.resolve(INITRD), manifest.initrd().sha256());
    }
    if (manifest.disk() != null) {
      check(Path.of(manifest.disk().path()), manifest.disk().sha256());
    }
    try {
      long instructions = ReplayLog.read(replayLog()).instructions();
      if (instructions != manifest.length()) {
        throw IndexerException.damaged(
            "the replay log has "
                + instructions
                + " instructions, the manifest says "
                + manifest.length());
      }
    } catch (IOException e) {
      throw IndexerException.damaged(replayLog() + " cannot be read: " + e.getMessage());
    }
  }

  private static void check(Path file, String sha256) {
    try {
      if (!Digests.sha256(file).equals(sha256)) {
        throw IndexerException.damaged(
            file + " has changed since the recording", "bring the old file back, or record again");
      }
    } catch (IOException e) {
      throw IndexerException.damaged(file + " cannot be read: " + e.getMessage());
    }
  }

  /**
   * Refuses a QEMU of another version than the one that recorded.
   *
   * @throws IndexerException of kind DAMAGED
   */
  public void checkVersion(QemuBinary qemu) {
    if (!qemu.version().equals(manifest.qemuVersion())) {
      throw IndexerException.damaged(
          "this trace was recorded with QEMU "
              + manifest.qemuVersion()
              + " and replays only with"
              + " it; here is QEMU "
              + qemu.version(),
          "name the other one in RRQ_QEMU, or record again");
    }
  }

  /** Instructions from the start to the last point that every replay reaches. */
  public long length() {
    return manifest.length();
  }

  /** The states from which a replay can start, in order of time; the first is at 0. */
  public List<Snapshot> snapshots() {
    return manifest.snapshots();
  }

  /** The last snapshot at or before a time, or null for power-on. */
  public @Nullable Snapshot snapshotBefore(long t) {
    Snapshot best = null;
    for (Snapshot snapshot : manifest.snapshots()) {
      if (snapshot.t() <= t) {
        best = snapshot;
      }
    }
    return best;
  }

  /** The machine, with the copies of its inputs in the trace directory. */
  public Machine machine() {
    Manifest.DiskInput disk = manifest.disk();
    return new Machine(
        directory.resolve(KERNEL),
        manifest.initrd() == null ? null : directory.resolve(INITRD),
        manifest.append(),
        manifest.memoryBytes(),
        disk == null ? null : new Disk(Path.of(disk.path()), disk.format(), disk.virtualSize()),
        manifest.shift(),
        manifest.clockBase(),
        manifest.extraArguments());
  }

  /** QEMU's record/replay log. */
  public Path replayLog() {
    return directory.resolve(REPLAY_LOG);
  }

  /** The image that holds the snapshots. Replays work on copies. */
  public Path snapshotImage() {
    return directory.resolve(SNAPSHOTS);
  }

  /** The overlay of the disk, or null where the machine has none. */
  public @Nullable Path diskOverlay() {
    return manifest.disk() == null ? null : directory.resolve(DISK_OVERLAY);
  }

  /** What the guest wrote to its console while it was recorded. */
  public Path console() {
    return directory.resolve(CONSOLE);
  }

  /**
   * A complete command that replays by hand, from power-on, with snapshots for reverse execution.
   * Anyone may add {@code -S -gdb ...} to it.
   */
  public List<String> replayCommand(QemuBinary qemu) {
    Launch launch =
        Launch.of(Mode.REPLAY, replayLog(), snapshotImage(), Path.of("/dev/null"))
            .withSnapshot(START)
            .withDiskOverlay(diskOverlay());
    List<String> command = new ArrayList<>(List.of(qemu.path().toString()));
    command.addAll(QemuCommand.arguments(machine(), launch));
    return List.copyOf(command);
  }
}
