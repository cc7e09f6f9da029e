package dev.rrq.indexer.qemu;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What differs from run to run of one machine, and what the guest cannot see.
 *
 * @param mode record or replay
 * @param replayLog QEMU's record/replay log
 * @param snapshots a qcow2 image for snapshots; one process at a time may have it open
 * @param diskOverlay the overlay of the machine's disk, where it has one
 * @param snapshot the snapshot taken first when recording; when replaying the one to start from, or
 *     null for power-on
 * @param console the file that takes what the guest writes to its first serial port
 * @param memory a fresh file that backs the guest's RAM, or null for private memory
 * @param qmpSocket where QEMU listens for QMP, or null
 * @param gdbSocket where QEMU listens for GDB's remote protocol, or null
 * @param stopped whether the guest waits for {@code cont}
 * @param stayAtShutdown whether QEMU stays, stopped, when the guest powers off
 * @param plugin the argument of {@code -plugin}: a path and options, or null
 * @param extra further arguments
 */
public record Launch(
    Mode mode,
    Path replayLog,
    Path snapshots,
    @Nullable Path diskOverlay,
    @Nullable String snapshot,
    Path console,
    @Nullable Path memory,
    @Nullable Path qmpSocket,
    @Nullable Path gdbSocket,
    boolean stopped,
    boolean stayAtShutdown,
    @Nullable String plugin,
    List<String> extra) {

  /** Copies the list. */
  public Launch {
    extra = List.copyOf(extra);
  }

  /** What QEMU's {@code rr} option says. */
  public enum Mode {
    RECORD,
    REPLAY
  }

  /** A run with nothing but its files; the {@code with} methods add the rest. */
  public static Launch of(Mode mode, Path replayLog, Path snapshots, Path console) {
    return new Launch(
        mode, replayLog, snapshots, null, null, console, null, null, null, false, false, null,
        List.of());
  }

  /** The same with a disk overlay. */
  public Launch withDiskOverlay(@Nullable Path value) {
    return with(parts -> parts.diskOverlay = value);
  }

  /** The same from or with a snapshot. */
  public Launch withSnapshot(@Nullable String value) {
    return with(parts -> parts.snapshot = value);
  }

  /** The same with RAM in a file. */
  public Launch withMemory(@Nullable Path value) {
    return with(parts -> parts.memory = value);
  }

  /** The same with a QMP socket. */
  public Launch withQmpSocket(@Nullable Path value) {
    return with(parts -> parts.qmpSocket = value);
  }

  /** The same with a socket for GDB's remote protocol. */
  public Launch withGdbSocket(@Nullable Path value) {
    return with(parts -> parts.gdbSocket = value);
  }

  /** The same, waiting for {@code cont} or not. */
  public Launch withStopped(boolean value) {
    return with(parts -> parts.stopped = value);
  }

  /** The same, staying when the guest powers off or not. */
  public Launch withStayAtShutdown(boolean value) {
    return with(parts -> parts.stayAtShutdown = value);
  }

  /** The same with a TCG plugin, a path followed by its options as {@code ,key=value}. */
  public Launch withPlugin(@Nullable String value) {
    return with(parts -> parts.plugin = value);
  }

  /** The same with further arguments at the end. */
  public Launch withExtra(List<String> arguments) {
    return with(parts -> parts.extra.addAll(arguments));
  }

  private Launch with(Consumer<Parts> change) {
    Parts parts = new Parts(this);
    change.accept(parts);
    return new Launch(
        mode,
        replayLog,
        snapshots,
        parts.diskOverlay,
        parts.snapshot,
        console,
        parts.memory,
        parts.qmpSocket,
        parts.gdbSocket,
        parts.stopped,
        parts.stayAtShutdown,
        parts.plugin,
        parts.extra);
  }

  /** What the {@code with} methods change. */
  private static final class Parts {
    private final List<String> extra;
    private @Nullable Path diskOverlay;
    private @Nullable String snapshot;
    private @Nullable Path memory;
    private @Nullable Path qmpSocket;
    private @Nullable Path gdbSocket;
    private boolean stopped;
    private boolean stayAtShutdown;
    private @Nullable String plugin;

    Parts(Launch launch) {
      extra = new ArrayList<>(launch.extra);
      diskOverlay = launch.diskOverlay;
      snapshot = launch.snapshot;
      memory = launch.memory;
      qmpSocket = launch.qmpSocket;
      gdbSocket = launch.gdbSocket;
      stopped = launch.stopped;
      stayAtShutdown = launch.stayAtShutdown;
      plugin = launch.plugin;
    }
  }
}
