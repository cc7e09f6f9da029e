package dev.rrq.shell.work;

import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.qemu.QemuBuild;
import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.progress.ProgressLine;
import java.nio.file.Path;
import java.util.Optional;

/** Builds the patched QEMU. */
public final class QemuWork {
  private final Reporter reporter;

  public QemuWork(Reporter reporter) {
    this.reporter = reporter;
  }

  /** Builds it, or says that it is there. */
  public ExitStatus build() {
    QemuBuild build = QemuBuild.inCache();
    Optional<Path> there = build.program();
    if (there.isPresent()) {
      reporter.say("built already: " + there.get());
      return ExitStatus.DONE;
    }
    Path program;
    try (ProgressLine line = reporter.progressLine()) {
      program = build.build(listener(line));
    }
    reporter.say("built QEMU " + QemuBinary.at(program).version() + ": " + program);
    return ExitStatus.DONE;
  }

  private static QemuBuild.Listener listener(ProgressLine line) {
    return new QemuBuild.Listener() {
      @Override
      public void phase(String what) {
        line.phase(what);
      }

      @Override
      public void compiled(int done, int total) {
        line.steps("compiling QEMU", done, total);
      }
    };
  }
}
