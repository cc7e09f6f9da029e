package dev.rrq.indexer.qemu;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    return new Launch(
        mode,
        replayLog,
        snapshots,
        value,
        snapshot,
        console,
        memory,
        qmpSocket,
        gdbSocket,
        stopped,
        stayAtShutdown,
        plugin,
        extra);
  }

  /** The same from or with a snapshot. */
  public Launch withSnapshot(@Nullable String value) {
    return new Launch(
        mode,
        replayLog,
        snapshots,
        diskOverlay,
        value,
        console,
        memory,
        qmpSocket,
        gdbSocket,
        stopped,
        stayAtShutdown,
        plugin,
        extra);
  }

  /** The same with RAM in a file. */
  public Launch withMemory(@Nullable Path value) {
    return new Launch(
        mode,
        replayLog,
        snapshots,
        diskOverlay,
        snapshot,
        console,
        value,
        qmpSocket,
        gdbSocket,
        stopped,
        stayAtShutdown,
        plugin,
        extra);
  }

  /** The same with a QMP socket. */
  public Launch withQmpSocket(@Nullable Path value) {
    return new Launch(
        mode,
        replayLog,
        snapshots,
        diskOverlay,
        snapshot,
        console,
        memory,
        value,
        gdbSocket,
        stopped,
        stayAtShutdown,
        plugin,
        extra);
  }

  /** The same with a socket for GDB's remote protocol. */
  public Launch withGdbSocket(@Nullable Path value) {
    return new Launch(
        mode,
        replayLog,
        snapshots,
        diskOverlay,
        snapshot,
        console,
        memory,
        qmpSocket,
        value,
        stopped,
        stayAtShutdown,
        plugin,
        extra);
  }

  /** The same, waiting for {@code cont} or not. */
  public Launch withStopped(boolean value) {
    return new Launch(
        mode,
        replayLog,
        snapshots,
        diskOverlay,
        snapshot,
        console,
        memory,
        qmpSocket,
        gdbSocket,
        value,
        stayAtShutdown,
        plugin,
        extra);
  }

  /** The same, staying when the guest powers off or not. */
  public Launch withStayAtShutdown(boolean value) {
    return new Launch(
        mode,
        replayLog,
        snapshots,
        diskOverlay,
        snapshot,
        console,
        memory,
        qmpSocket,
        gdbSocket,
        stopped,
        value,
        plugin,
        extra);
  }

  /** The same with a TCG plugin, a path followed by its options as {@code ,key=value}. */
  public Launch withPlugin(@Nullable String value) {
    return new Launch(
        mode,
        replayLog,
        snapshots,
        diskOverlay,
        snapshot,
        console,
        memory,
        qmpSocket,
        gdbSocket,
        stopped,
        stayAtShutdown,
        value,
        extra);
  }

  /** The same with further arguments at the end. */
  public Launch withExtra(List<String> arguments) {
    List<String> all = new ArrayList<>(extra);
    all.addAll(arguments);
    return new Launch(
        mode,
        replayLog,
        snapshots,
        diskOverlay,
        snapshot,
        console,
        memory,
        qmpSocket,
        gdbSocket,
        stopped,
        stayAtShutdown,
        plugin,
        all);
  }
}
