package dev.rrq.shell.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.indexer.guest.DemoInitrd;
import dev.rrq.indexer.provision.Provisioned;
import dev.rrq.shell.failure.ExitStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;

/**
 * A boot that ends after two instances of a program of its own: a counter that goes up in each.
 *
 * @param program its file, with debug information
 * @param trace of the boot, indexed
 */
record TickerBoot(Path program, Path trace) {

  private static final String TICKER =
      """
      #include <stdio.h>
      #include <stdlib.h>
      #include <unistd.h>
      struct state { int steps; long total; };
      volatile int counter;
      struct state state;
      int main(int argc, char **argv) {
        for (int i = 1; i <= 5; i++) {
          counter = atoi(argv[1]) + i;
          state.steps = i;
          state.total += counter;
          usleep(20000);
        }
        printf("ticker: %d\\n", counter);
        return 0;
      }
      """;

  private static final String INIT =
      """
      #!/bin/sh
      mount -t devtmpfs dev /dev
      /bin/ticker 100 &
      /bin/ticker 200 &
      wait
      poweroff -f
      """;

  /** Records and indexes it in a directory. */
  static TickerBoot make(Path directory) throws IOException, InterruptedException {
    Provisioned parts = Provisioned.ensure(System.err::println);
    Path program = compile(directory);
    Path initrd = directory.resolve("initrd");
    Files.write(initrd, initrd(parts.busybox(), program));
    Path trace = directory.resolve("boot.rrq");
    Rrq rrq = new Rrq(directory);
    Path vmlinux = Optional.ofNullable(parts.vmlinux()).orElseThrow();
    Object[] record = {
      "record", "-o", trace, "--kernel", parts.kernel(), "--initrd", initrd, "--vmlinux", vmlinux
    };
    rrq.run(record).endsWith(ExitStatus.DONE);
    assertThat(trace.resolve("console.log")).content().contains("ticker: 105", "ticker: 205");
    rrq.run("index", trace).endsWith(ExitStatus.DONE);
    return new TickerBoot(program, trace);
  }

  private static Path compile(Path directory) throws IOException, InterruptedException {
    Path source = Files.writeString(directory.resolve("ticker.c"), TICKER);
    Path program = directory.resolve("ticker");
    Process gcc =
        new ProcessBuilder("gcc", "-static", "-g", "-O1", "-o", program + "", source + "")
            .inheritIO()
            .start();
    assertThat(gcc.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(gcc.exitValue()).isZero();
    return program;
  }

  /**
   * The demo's initial RAM disk, and behind it an archive whose files take the place of its own.
   */
  private static byte[] initrd(Path busybox, Path program) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    DemoInitrd.write(busybox, all);
    CpioArchiveOutputStream more = new CpioArchiveOutputStream(all, CpioConstants.FORMAT_NEW);
    add(more, "bin/ticker", Files.readAllBytes(program));
    add(more, "init", INIT.getBytes(UTF_8));
    more.finish();
    return all.toByteArray();
  }

  private static void add(CpioArchiveOutputStream archive, String name, byte[] content)
      throws IOException {
    CpioArchiveEntry entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, name);
    entry.setMode(CpioConstants.C_ISREG | 0755);
    entry.setNumberOfLinks(1);
    entry.setTime(0);
    entry.setSize(content.length);
    archive.putArchiveEntry(entry);
    archive.write(content);
    archive.closeArchiveEntry();
  }
}
