package dev.rrq.indexer.qemu;

import dev.rrq.indexer.IndexerException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The one place where QEMU's command lines are built, so that a replay has exactly the machine that
 * was recorded (design.md section 3).
 */
public final class QemuCommand {

  /** A Unix socket's path must fit {@code sockaddr_un} with its closing zero. */
  static final int MAX_SOCKET_PATH = 107;

  private static final long MEBIBYTE = 1 << 20;

  private QemuCommand() {}

  /** QEMU's arguments, without the program's own name. */
  public static List<String> arguments(Machine machine, Launch launch) {
    List<String> arguments = new ArrayList<>();
    board(machine, launch, arguments);
    time(machine, launch, arguments);
    storage(machine, launch, arguments);
    guest(machine, arguments);
    arguments.addAll(machine.extraArguments());
    host(launch, arguments);
    arguments.addAll(launch.extra());
    return List.copyOf(arguments);
  }

  private static void board(Machine machine, Launch launch, List<String> arguments) {
    String size = machine.memoryBytes() / MEBIBYTE + "M";
    Path memory = launch.memory();
    String backend =
        memory == null
            ? "memory-backend-ram,id=ram,size=" + size
            : "memory-backend-file,id=ram,size="
                + size
                + ",mem-path="
                + quote(memory)
                + ",share=on";
    add(arguments, "-nodefaults");
    add(arguments, "-machine", "pc,accel=tcg,memory-backend=ram");
    add(arguments, "-object", backend);
    add(arguments, "-m", size);
    // Loading its state waits for the vCPU thread, which waits for the replay lock: a hang.
    add(arguments, "-global", "apic-common.vapic=off");
    add(arguments, "-net", "none");
    add(arguments, "-no-reboot");
    add(arguments, "-display", "none");
    add(arguments, "-vga", "none");
    add(arguments, "-serial", "file:" + launch.console());
  }

  private static void time(Machine machine, Launch launch, List<String> arguments) {
    StringBuilder icount = new StringBuilder("shift=").append(machine.shift());
    icount.append(",rr=").append(launch.mode().name().toLowerCase(Locale.ROOT));
    icount.append(",rrfile=").append(quote(launch.replayLog()));
    if (launch.snapshot() != null) {
      icount.append(",rrsnapshot=").append(launch.snapshot());
    }
    add(arguments, "-icount", icount.toString());
    add(arguments, "-rtc", "base=" + machine.clockBase() + ",clock=vm");
  }

  private static void storage(Machine machine, Launch launch, List<String> arguments) {
    // Nothing in it has to survive a crash of the host.
    String options = ",if=none,cache=unsafe,id=";
    add(
        arguments,
        "-drive",
        "file=" + quote(launch.snapshots()) + ",format=qcow2" + options + "rr");
    if (machine.disk() == null) {
      return;
    }
    Path overlay = launch.diskOverlay();
    if (overlay == null) {
      throw new IllegalArgumentException("a machine with a disk needs an overlay");
    }
    add(arguments, "-drive", "file=" + quote(overlay) + ",format=qcow2" + options + "disk-direct");
    add(arguments, "-drive", "driver=blkreplay,if=none,image=disk-direct,id=disk");
    add(arguments, "-device", "ide-hd,drive=disk");
  }

  private static void guest(Machine machine, List<String> arguments) {
    add(arguments, "-kernel", machine.kernel().toString());
    if (machine.initrd() != null) {
      add(arguments, "-initrd", machine.initrd().toString());
    }
    if (!machine.append().isEmpty()) {
      add(arguments, "-append", machine.append());
    }
  }

  private static void host(Launch launch, List<String> arguments) {
    if (launch.qmpSocket() != null) {
      add(arguments, "-qmp", socket(launch.qmpSocket()));
    }
    if (launch.gdbSocket() != null) {
      add(arguments, "-gdb", socket(launch.gdbSocket()));
    }
    if (launch.stopped()) {
      add(arguments, "-S");
    }
    if (launch.stayAtShutdown()) {
      add(arguments, "-no-shutdown");
    }
    if (launch.plugin() != null) {
      add(arguments, "-plugin", launch.plugin());
    }
  }

  private static String socket(Path path) {
    int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > MAX_SOCKET_PATH) {
      throw IndexerException.usage(
          "the path of a socket may have 107 bytes at most, this one has " + length + ": " + path,
          "set TMPDIR to a shorter directory");
    }
    return "unix:" + quote(path) + ",server=on,wait=off";
  }

  /** In QEMU's option lists a comma ends a value, and two stand for one. */
  private static String quote(Path path) {
    return path.toString().replace(",", ",,");
  }

  private static void add(List<String> arguments, String... words) {
    arguments.addAll(List.of(words));
  }
}
