package dev.rrq.indexer.kernel;

import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.indexer.recording.Replay;
import dev.rrq.indexer.recording.Snapshot;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The recorded kernel in the memory of the latest snapshot that has one: where it lies, and what
 * its variables hold. The replay of that snapshot stands still meanwhile.
 */
public final class KernelState implements AutoCloseable {

  /** Linux, {@code arch/x86/include/asm/page_64_types.h}: {@code __START_KERNEL_map}. */
  public static final long KERNEL_MAP = 0xffff_ffff_8000_0000L;

  private final Replay replay;
  private final GuestMemory memory;
  private final CrashNote note;

  private KernelState(Replay replay, GuestMemory memory, CrashNote note) {
    this.replay = replay;
    this.memory = memory;
    this.note = note;
  }

  /**
   * Finds the kernel.
   *
   * @return empty if no snapshot was taken late enough, or the guest is no Linux kernel that
   *     supports crash dumps
   */
  public static Optional<KernelState> find(Recording recording, QemuBinary qemu) {
    List<Snapshot> snapshots = recording.snapshots();
    for (int i = snapshots.size() - 1; i >= 0; i--) {
      Replay.Options options = Replay.Options.NONE.withSnapshot(snapshots.get(i));
      Replay replay = Replay.start(recording, qemu, options);
      try {
        GuestMemory memory = GuestMemory.open(replay.memoryFile());
        Optional<CrashNote> note = CrashNote.find(memory);
        if (note.isPresent() && note.get().physBase().isPresent()) {
          return Optional.of(new KernelState(replay, memory, note.get()));
        }
        memory.close();
        replay.close();
      } catch (IOException | RuntimeException e) {
        replay.close();
        throw unreadable(e);
      }
    }
    return Optional.empty();
  }

  /** What the kernel says of itself. */
  public CrashNote note() {
    return note;
  }

  /**
   * The 64-bit word of a variable of the kernel's image.
   *
   * @param address as linked
   */
  public long word(long address) {
    long paddr =
        address + note.kaslrOffset().orElse(0) - KERNEL_MAP + note.physBase().orElseThrow();
    try {
      return memory.word(paddr);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static IndexerException unreadable(Exception e) {
    return e instanceof IndexerException known
        ? known
        : IndexerException.failed("the guest's memory cannot be read: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      memory.close();
    } catch (IOException e) {
      throw unreadable(e);
    } finally {
      replay.close();
    }
  }
}
