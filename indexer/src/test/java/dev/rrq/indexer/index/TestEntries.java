package dev.rrq.indexer.index;

import dev.rrq.indexer.kernel.KernelState;
import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.indexer.stacks.FunctionEntries;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The functions of what was recorded, as an index run finds them. */
public final class TestEntries {

  private TestEntries() {}

  /** By the symbols of a program, or null for those that the recording names. */
  public static FunctionEntries of(Recording recording, QemuBinary qemu, @Nullable Path vmlinux) {
    Optional<KernelState> kernel = KernelState.find(recording, qemu);
    try {
      return ProgramSymbols.load(recording, vmlinux, kernel, IndexProgress.SILENT).entries();
    } finally {
      kernel.ifPresent(KernelState::close);
    }
  }
}
