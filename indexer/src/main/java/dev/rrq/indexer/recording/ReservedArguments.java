package dev.rrq.indexer.recording;

import dev.rrq.indexer.IndexerException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * QEMU options that a user may not give, since rrq sets them itself or a replay cannot have them.
 * QEMU would take most of them, and diverge or hang at replay.
 */
final class ReservedArguments {

  private static final Map<String, String> RESERVED = new HashMap<>();

  static {
    reserve("rrq sets it with --memory", "m");
    reserve("rrq sets it with --kernel", "kernel");
    reserve("rrq sets it with --initrd", "initrd");
    reserve("rrq sets it with --append", "append");
    reserve("rrq sets it with --disk", "hda", "hdb", "hdc", "hdd", "cdrom", "snapshot");
    reserve("rrq sets it", "M", "machine", "icount", "rtc", "serial", "S", "no-shutdown");
    reserve("rrq sets it", "qmp", "display", "vga", "nographic", "no-reboot", "action", "mon");
    reserve("rrq needs the process that it started", "daemonize");
    reserve("a replay has one CPU", "smp");
    reserve("only the emulator can be recorded", "accel", "enable-kvm");
    reserve("a recording starts at power-on", "loadvm", "incoming");
  }

  private ReservedArguments() {}

  private static void reserve(String why, String... options) {
    for (String option : options) {
      RESERVED.put(option, why);
    }
  }

  /**
   * Refuses the first of them.
   *
   * @throws IndexerException of kind USAGE
   */
  static void check(List<String> arguments) {
    for (String argument : arguments) {
      String why = reason(argument);
      if (why != null) {
        throw IndexerException.usage(
            "the QEMU argument " + argument + " cannot be given to a recording: " + why);
      }
    }
  }

  private static @Nullable String reason(String argument) {
    if (!argument.startsWith("-")) {
      return null;
    }
    return RESERVED.get(argument.substring(argument.startsWith("--") ? 2 : 1));
  }
}
