package dev.rrq.shell.live;

import dev.rrq.gdbrsp.transport.Endpoint;
import dev.rrq.shell.failure.IoMessages;
import dev.rrq.shell.failure.ShellException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** GNU gdb on the terminal, speaking to a replay's stub. */
final class GdbProgram {

  private final Optional<Path> vmlinux;
  private final long loadOffset;

  GdbProgram(Optional<Path> vmlinux, long loadOffset) {
    this.vmlinux = vmlinux;
    this.loadOffset = loadOffset;
  }

  /** Runs until the user leaves it. */
  void run(Endpoint stub) {
    try {
      Path directory = Files.createTempDirectory("rrq-gdb");
      Path socket = directory.resolve("stub");
      try (StubProxy proxy = StubProxy.open(socket, stub)) {
        run(proxy.socket());
      } finally {
        Files.deleteIfExists(socket);
        Files.deleteIfExists(directory);
      }
    } catch (IOException e) {
      throw ShellException.failed("gdb cannot be run: " + IoMessages.of(e), e);
    }
  }

  private void run(Path socket) throws IOException {
    Process gdb = new ProcessBuilder(command(socket)).inheritIO().start();
    while (true) {
      try {
        gdb.waitFor();
        return;
      } catch (InterruptedException e) {
        // Ctrl-C is for gdb while it has the terminal.
      }
    }
  }

  private List<String> command(Path socket) {
    List<String> command = new ArrayList<>(List.of("gdb", "-q", "-iex", "set confirm off"));
    command.addAll(List.of("-ex", "set architecture i386:x86-64"));
    vmlinux.ifPresent(
        file ->
            command.addAll(
                List.of(
                    "-ex", "symbol-file " + file + (loadOffset == 0 ? "" : " -o " + loadOffset))));
    command.addAll(List.of("-ex", "target remote " + socket));
    return command;
  }
}
