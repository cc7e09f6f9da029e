package dev.rrq.shell.work;

import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.recording.End;
import dev.rrq.indexer.recording.RecordRequest;
import dev.rrq.indexer.recording.Recorder;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.indexer.recording.RecordingProgress;
import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.progress.Amounts;
import dev.rrq.shell.progress.Progress;
import dev.rrq.shell.progress.ProgressLine;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Files;
import java.util.Optional;

/** Records a guest. Ctrl-C ends the recording, which is whole all the same. */
public final class RecordWork {
  private final Reporter reporter;

  public RecordWork(Reporter reporter) {
    this.reporter = reporter;
  }

  /** Records what was ordered. */
  public ExitStatus run(RecordOrder order) {
    Recording recording = record(request(order));
    reporter.say(
        "recorded %s instructions and %d snapshots into %s"
            .formatted(
                Amounts.count((double) recording.length()),
                recording.snapshots().size(),
                order.trace()));
    warn(recording);
    String vmlinux = order.vmlinux().isPresent() ? "" : " --vmlinux VMLINUX";
    reporter.say("next: rrq index " + order.trace() + vmlinux);
    return ExitStatus.DONE;
  }

  private static RecordRequest request(RecordOrder order) {
    RecordRequest request =
        RecordRequest.of(order.trace(), order.kernel(), order.initrd().orElse(null))
            .withMemoryBytes(order.memoryBytes())
            .withDisk(order.disk().orElse(null))
            .withQemuArguments(order.qemuArguments())
            .withVmlinux(order.vmlinux().orElse(null));
    if (order.console()) {
      request = request.withConsole(new FileOutputStream(FileDescriptor.err));
    }
    return order.append().map(request::withAppend).orElse(request);
  }

  /** Records with a line of progress. */
  Recording record(RecordRequest request) {
    QemuBinary qemu = QemuBinary.find();
    boolean quiet = request.console() != null;
    try (ProgressLine line = reporter.progressLine()) {
      RecordingProgress.Listener listener =
          quiet
              ? progress -> {}
              : progress ->
                  line.update(
                      new Progress(
                          "recording", progress.instructions(), 0, -1, progress.logBytes()));
      Recorder recorder = new Recorder(qemu, request, listener);
      return reporter.interrupts().gracefully(recorder::stop, recorder::record);
    }
  }

  private void warn(Recording recording) {
    Optional<String> trouble = trouble(recording.manifest().end());
    if (trouble.isPresent()) {
      reporter.say("warning: " + trouble.get());
      String last = Recorder.lastConsoleLines(recording);
      if (!last.isBlank()) {
        reporter.stdio().err().println(last.indent(2).stripTrailing());
      }
    }
    if (!Files.isReadable(recording.console())) {
      reporter.say("warning: the guest's console was not kept");
    }
  }

  private static Optional<String> trouble(End end) {
    return switch (end) {
      case PANIC -> Optional.of("the guest's kernel panicked; its last words:");
      case RESET -> Optional.of("the guest reset itself; it had said:");
      case HALTED -> Optional.of("the guest halted for ever; it had said:");
      case TIME_LIMIT -> Optional.of("the time limit came before the guest had ended");
      case POWER_OFF, INTERRUPTED -> Optional.empty();
    };
  }
}
