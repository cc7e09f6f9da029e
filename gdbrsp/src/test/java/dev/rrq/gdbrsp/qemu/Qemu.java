package dev.rrq.gdbrsp.qemu;

import dev.rrq.gdbrsp.CallLimits;
import dev.rrq.gdbrsp.GdbClient;
import dev.rrq.gdbrsp.StubListener;
import dev.rrq.gdbrsp.error.DisconnectedException;
import dev.rrq.gdbrsp.transport.Endpoint;
import dev.rrq.gdbrsp.transport.StubSocket;
import dev.rrq.gdbrsp.transport.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A QEMU that runs a {@link GuestImage}, and is gone when closed. */
final class Qemu implements AutoCloseable {
  static final String BINARY = "qemu-system-x86_64";

  /** Ends QEMU even when the test's own process is killed. */
  private static final String LONGEST_SECONDS = "120";

  private final Process process;
  private final Path log;
  private final GdbClient gdb;

  private Qemu(Process process, Path log, GdbClient gdb) {
    this.process = process;
    this.log = log;
    this.gdb = gdb;
  }

  /** Starts a machine that stands still before its first instruction, and greets its stub. */
  static Qemu start(Path directory, byte[] image, String... more) throws Exception {
    Path bios = Files.write(directory.resolve("bios.bin"), image);
    Path log = directory.resolve("qemu.log");
    try (StubSocket socket = StubSocket.bind(directory.resolve("gdb.sock"))) {
      Process process =
          new ProcessBuilder(command(bios, socket.argument(), more))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      try {
        Transport transport = socket.accept(TimeUnit.SECONDS.toNanos(20));
        CallLimits limits = CallLimits.within(Duration.ofSeconds(20));
        return new Qemu(process, log, GdbClient.over(transport, limits, StubListener.DEAF));
      } catch (IOException failed) {
        end(process);
        throw new IOException("QEMU said: " + Files.readString(log), failed);
      }
    }
  }

  /** Starts a machine that runs and listens for a debugger itself, and attaches to it. */
  static Qemu attachTo(Path directory, byte[] image) throws Exception {
    Path bios = Files.write(directory.resolve("bios.bin"), image);
    Path log = directory.resolve("qemu.log");
    Endpoint endpoint = new Endpoint.Unix(directory.resolve("gdb.sock"));
    List<String> command = command(bios, endpoint + ",server=on,wait=off");
    command.remove("-S");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    while (process.isAlive()) {
      try {
        return new Qemu(process, log, GdbClient.connect(endpoint));
      } catch (DisconnectedException notYet) {
        // QEMU tells nobody when it begins to listen.
        Thread.onSpinWait();
      }
    }
    throw new IOException("QEMU said: " + Files.readString(log));
  }

  private static List<String> command(Path bios, String gdb, String... more) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("timeout", "-s", "KILL", LONGEST_SECONDS, BINARY));
    command.addAll(List.of("-S", "-gdb", gdb, "-bios", bios.toString(), "-m", "16M"));
    command.addAll(List.of("-display", "none", "-vga", "none", "-net", "none", "-no-reboot"));
    command.addAll(List.of("-serial", "none", "-monitor", "none", "-parallel", "none"));
    command.addAll(List.of(more));
    return command;
  }

  GdbClient gdb() {
    return gdb;
  }

  /** Waits for QEMU to end by itself. */
  void awaitEnd() throws Exception {
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new AssertionError("QEMU still runs; it said: " + Files.readString(log));
    }
  }

  @Override
  public void close() {
    gdb.close();
    end(process);
  }

  private static void end(Process process) {
    List<ProcessHandle> all = process.descendants().toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(handle -> handle.onExit().join());
    process.destroyForcibly().onExit().join();
  }
}
