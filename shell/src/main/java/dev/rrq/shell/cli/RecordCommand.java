package dev.rrq.shell.cli;

import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.work.RecordOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rrq record}. */
@Command(
    name = "record",
    description = "Record a run of a guest, so that it can be replayed instruction by instruction.",
    sortOptions = false)
final class RecordCommand implements RrqCommand {
  private final Runs runs;

  @Mixin GlobalOptions global = new GlobalOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "TRACE",
      required = true,
      description = "The trace to make; must not be there yet.")
  Path trace = Path.of("");

  @Option(
      names = "--kernel",
      paramLabel = "FILE",
      required = true,
      description = "The kernel to boot (bzImage).")
  Path kernel = Path.of("");

  @Option(names = "--initrd", paramLabel = "FILE", description = "Its initial RAM disk.")
  @Nullable Path initrd;

  @Option(names = "--append", paramLabel = "ARGS", description = "Its command line.")
  @Nullable String append;

  @Option(names = "--disk", paramLabel = "IMG", description = "A disk image; it is not changed.")
  @Nullable Path disk;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = "256M",
      description = "The guest's memory. Default: ${DEFAULT-VALUE}.")
  String memory = "256M";

  @Option(
      names = "--vmlinux",
      paramLabel = "FILE",
      description = "The kernel's symbols, remembered for the index.")
  @Nullable Path vmlinux;

  @Option(names = "--console", description = "Show the guest's console while recording.")
  boolean console;

  @Parameters(paramLabel = "QEMU-ARGS", description = "More arguments for QEMU, after --.")
  List<String> qemuArguments = new ArrayList<>();

  RecordCommand(Runs runs) {
    this.runs = runs;
  }

  @Override
  public GlobalOptions global() {
    return global;
  }

  @Override
  public ExitStatus run() {
    return runs.record(
        new RecordOrder(
            trace,
            kernel,
            Optional.ofNullable(initrd),
            Optional.ofNullable(append),
            Optional.ofNullable(disk),
            Sizes.bytes("--memory", memory),
            Optional.ofNullable(vmlinux),
            console,
            qemuArguments));
  }
}
