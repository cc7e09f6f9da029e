package dev.rrq.indexer.recording;

import dev.rrq.indexer.qemu.Machine;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What to record.
 *
 * @param trace the trace directory, which must not exist
 * @param kernel a bzImage
 * @param initrd an initial RAM disk, or null
 * @param append the kernel's command line
 * @param memoryBytes the size of RAM
 * @param disk an image that the guest sees as an IDE disk, which stays as it is, or null
 * @param shift virtual time of an instruction is 2^shift ns
 * @param qemuArguments further arguments for QEMU
 * @param vmlinux the kernel's symbols, noted in the manifest, or null
 * @param snapshotInterval time of the host between snapshots
 * @param timeLimit time of the host after which the recording ends, or null
 * @param console takes a copy of what the guest writes to its console, or null
 */
public record RecordRequest(
    Path trace,
    Path kernel,
    @Nullable Path initrd,
    String append,
    long memoryBytes,
    @Nullable Path disk,
    int shift,
    List<String> qemuArguments,
    @Nullable Path vmlinux,
    Duration snapshotInterval,
    @Nullable Duration timeLimit,
    @Nullable OutputStream console) {

  /** The memory of a machine where nothing is said. */
  public static final long DEFAULT_MEMORY_BYTES = 256L << 20;

  /** The command line where nothing is said: the console is the serial port that is recorded. */
  public static final String DEFAULT_APPEND = "console=ttyS0 panic=-1";

  private static final Duration SNAPSHOT_INTERVAL = Duration.ofSeconds(1);

  /** Copies the list. */
  public RecordRequest {
    qemuArguments = List.copyOf(qemuArguments);
  }

  /** A recording with the defaults. */
  public static RecordRequest of(Path trace, Path kernel, @Nullable Path initrd) {
    return new RecordRequest(
        trace,
        kernel,
        initrd,
        DEFAULT_APPEND,
        DEFAULT_MEMORY_BYTES,
        null,
        Machine.DEFAULT_SHIFT,
        List.of(),
        null,
        SNAPSHOT_INTERVAL,
        null,
        null);
  }

  /** The same with another command line for the kernel. */
  public RecordRequest withAppend(String value) {
    return with(parts -> parts.append = value);
  }

  /** The same with another size of RAM. */
  public RecordRequest withMemoryBytes(long value) {
    return with(parts -> parts.memoryBytes = value);
  }

  /** The same with a disk. */
  public RecordRequest withDisk(@Nullable Path value) {
    return with(parts -> parts.disk = value);
  }

  /** The same with further arguments for QEMU. */
  public RecordRequest withQemuArguments(List<String> value) {
    return with(parts -> parts.qemuArguments = value);
  }

  /** The same with the kernel's symbols. */
  public RecordRequest withVmlinux(@Nullable Path value) {
    return with(parts -> parts.vmlinux = value);
  }

  /** The same with a limit on its time. */
  public RecordRequest withTimeLimit(@Nullable Duration value) {
    return with(parts -> parts.timeLimit = value);
  }

  /** The same with the console copied to a stream. */
  public RecordRequest withConsole(@Nullable OutputStream value) {
    return with(parts -> parts.console = value);
  }

  private RecordRequest with(Consumer<Parts> change) {
    Parts parts = new Parts(this);
    change.accept(parts);
    return new RecordRequest(
        trace,
        kernel,
        initrd,
        parts.append,
        parts.memoryBytes,
        parts.disk,
        shift,
        parts.qemuArguments,
        parts.vmlinux,
        snapshotInterval,
        parts.timeLimit,
        parts.console);
  }

  /** What the {@code with} methods change. */
  private static final class Parts {
    private String append;
    private long memoryBytes;
    private @Nullable Path disk;
    private List<String> qemuArguments;
    private @Nullable Path vmlinux;
    private @Nullable Duration timeLimit;
    private @Nullable OutputStream console;

    Parts(RecordRequest request) {
      append = request.append;
      memoryBytes = request.memoryBytes;
      disk = request.disk;
      qemuArguments = request.qemuArguments;
      vmlinux = request.vmlinux;
      timeLimit = request.timeLimit;
      console = request.console;
    }
  }
}
