package dev.rrq.shell.work;

import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.qemu.QemuBuild;
import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.progress.Amounts;
import dev.rrq.shell.terminal.Directories;
import dev.rrq.shell.terminal.Stdio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Looks at the machine: what rrq needs, and how to get what is lacking. */
public final class DoctorWork {
  /** What a recording and an index of a small guest take, with some room. */
  private static final long SPARE_BYTES = 2L << 30;

  private static final List<Path> LIBRARIES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu"),
          Path.of("/usr/lib/aarch64-linux-gnu"),
          Path.of("/usr/lib64"),
          Path.of("/usr/lib"),
          Path.of("/usr/local/lib"));

  private final Stdio stdio;
  private boolean lacking;

  public DoctorWork(Stdio stdio) {
    this.stdio = stdio;
  }

  /** Prints a line for each thing, and the command that mends each that is lacking. */
  public ExitStatus run() {
    PrintLines lines = new PrintLines();
    lines.ok("Java", System.getProperty("java.version") + " in " + System.getProperty("java.home"));
    qemu(lines);
    program(lines, "gdb", "optional: live gdb", "apt-get install gdb");
    capstone(lines);
    room(lines, "cache", new Directories(stdio.environment()).cache());
    room(lines, "guest memory", Path.of("/dev/shm"));
    lines.print();
    return lacking ? ExitStatus.ENVIRONMENT : ExitStatus.DONE;
  }

  private void qemu(PrintLines lines) {
    try {
      QemuBinary qemu = QemuBinary.find();
      boolean patched =
          QemuBuild.inCache().program().filter(built -> built.equals(qemu.path())).isPresent();
      lines.ok(
          "QEMU", qemu.version() + ", " + qemu.path() + (patched ? ", with qemu-rr.patch" : ""));
      if (!patched) {
        lines.hint(
            "rrq qemu build makes one that replays faster and tells exactly what devices do");
      }
    } catch (IndexerException e) {
      lacking = true;
      lines.lacking("QEMU", String.valueOf(e.getMessage()), String.join("; ", e.hints()));
    }
  }

  private void program(PrintLines lines, String name, String use, String mend) {
    boolean there =
        Stream.of(stdio.environment().getOrDefault("PATH", "/usr/bin:/bin").split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    if (there) {
      lines.ok(name, "found");
    } else {
      lines.lacking(name, "not found (" + use + ")", mend);
    }
  }

  private static void capstone(PrintLines lines) {
    for (Path directory : LIBRARIES) {
      try (Stream<Path> files =
          Files.isDirectory(directory) ? Files.list(directory) : Stream.empty()) {
        boolean there =
            files.anyMatch(file -> file.getFileName().toString().startsWith("libcapstone.so"));
        if (there) {
          lines.ok("Capstone", directory.toString());
          return;
        }
      } catch (IOException e) {
        // A directory that cannot be read holds no library that could be loaded.
      }
    }
    lines.lacking(
        "Capstone",
        "not found (optional: disassembly, step engine)",
        "apt-get install libcapstone4");
  }

  private static void room(PrintLines lines, String name, Path wanted) {
    Path directory = wanted;
    while (!Files.isDirectory(directory) && directory.getParent() != null) {
      directory = directory.getParent();
    }
    try {
      long free = Files.getFileStore(directory).getUsableSpace();
      String text = Amounts.bytes((double) free) + " free for " + wanted;
      if (free < SPARE_BYTES) {
        lines.lacking(name, text, "make room; 2 GiB are enough for the demo");
      } else {
        lines.ok(name, text);
      }
    } catch (IOException e) {
      lines.lacking(name, wanted + " cannot be read", "");
    }
  }

  /** Collects and prints the lines. */
  private final class PrintLines {
    private final StringBuilder text = new StringBuilder();

    void ok(String name, String found) {
      line("ok", name, found);
    }

    void lacking(String name, String found, String mend) {
      line("--", name, found);
      if (!mend.isEmpty()) {
        line("", "", "to mend it: " + mend);
      }
    }

    void hint(String text) {
      line("", "", text);
    }

    private void line(String sign, String name, String found) {
      text.append(String.format("%-2s  %-13s %s%n", sign, name, found));
    }

    void print() {
      try {
        stdio.out().write(text.toString());
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
