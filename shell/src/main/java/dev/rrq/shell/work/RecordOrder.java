package dev.rrq.shell.work;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to record.
 *
 * @param trace directory to make
 * @param append the guest kernel's command line, in addition to what rrq needs
 * @param memoryBytes the guest's memory
 * @param vmlinux remembered in the recording for a later index
 * @param console whether the guest's console is shown meanwhile
 * @param qemuArguments added to QEMU's command line as they are
 */
public record RecordOrder(
    Path trace,
    Path kernel,
    Optional<Path> initrd,
    Optional<String> append,
    Optional<Path> disk,
    long memoryBytes,
    Optional<Path> vmlinux,
    boolean console,
    List<String> qemuArguments) {
  public RecordOrder {
    qemuArguments = List.copyOf(qemuArguments);
  }
}
