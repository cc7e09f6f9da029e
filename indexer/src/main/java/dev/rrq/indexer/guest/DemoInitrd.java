package dev.rrq.indexer.guest;

import dev.rrq.indexer.IndexerException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;
import org.jspecify.annotations.Nullable;

/**
 * The demo's initial RAM disk: a static busybox, a console, {@code init}, the workload, and the
 * kernel modules that it loads, if there are any. The archive is a function of its files, so that
 * equal inputs give equal recordings. It is not compressed: unpacking would be instructions that
 * nobody asks about.
 */
public final class DemoInitrd {

  /** What the workload prints when it has done everything. */
  public static final String LAST_LINE = "rrq-demo: done";

  private static final String BUSYBOX = "bin/busybox";
  private static final List<String> DIRECTORIES = List.of("bin", "dev", "proc", "sys", "tmp");
  private static final List<String> APPLETS =
      List.of(
          "cat",
          "chmod",
          "head",
          "insmod",
          "mkdir",
          "mkfifo",
          "mount",
          "mv",
          "poweroff",
          "rm",
          "rmmod",
          "seq",
          "sh",
          "sleep",
          "sort",
          "tr",
          "wc");

  private static final int CONSOLE_MAJOR = 5;
  private static final int CONSOLE_MINOR = 1;
  private static final int EXECUTABLE = 0755;
  private static final int PRIVATE = 0600;
  private static final int READABLE = 0644;
  private static final int LINK = 0777;

  private final CpioArchiveOutputStream archive;
  private int inode;

  private DemoInitrd(OutputStream out) {
    this.archive = new CpioArchiveOutputStream(out, CpioConstants.FORMAT_NEW);
  }

  /**
   * Writes the archive, without modules.
   *
   * @param busybox a statically linked busybox
   */
  public static void write(Path busybox, OutputStream out) throws IOException {
    write(busybox, null, out);
  }

  /**
   * Writes the archive.
   *
   * @param busybox a statically linked busybox
   * @param modules a directory of modules, or null for none
   */
  public static void write(Path busybox, @Nullable Path modules, OutputStream out)
      throws IOException {
    if (!StaticElf.isStatic(busybox)) {
      throw IndexerException.environment(
          busybox + " is not statically linked, and would find no libraries in the guest",
          "apt-get install busybox-static");
    }
    DemoInitrd initrd = new DemoInitrd(out);
    initrd.fill(Files.readAllBytes(busybox));
    if (modules != null) {
      initrd.addModules(modules);
    }
    initrd.archive.finish();
    out.flush();
  }

  /** The workload's text. */
  public static String workload() {
    try (InputStream in = DemoInitrd.class.getResourceAsStream("init")) {
      if (in == null) {
        throw new IllegalStateException("the jar has lost the demo's init");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void fill(byte[] busybox) throws IOException {
    for (String directory : DIRECTORIES) {
      add(entry(directory, CpioConstants.C_ISDIR | EXECUTABLE), new byte[0]);
    }
    CpioArchiveEntry console = entry("dev/console", CpioConstants.C_ISCHR | PRIVATE);
    console.setRemoteDeviceMaj(CONSOLE_MAJOR);
    console.setRemoteDeviceMin(CONSOLE_MINOR);
    add(console, new byte[0]);
    add(entry(BUSYBOX, CpioConstants.C_ISREG | EXECUTABLE), busybox);
    for (String applet : APPLETS) {
      byte[] target = "busybox".getBytes(StandardCharsets.US_ASCII);
      add(entry("bin/" + applet, CpioConstants.C_ISLNK | LINK), target);
    }
    byte[] init = workload().getBytes(StandardCharsets.UTF_8);
    add(entry("init", CpioConstants.C_ISREG | EXECUTABLE), init);
  }

  private void addModules(Path directory) throws IOException {
    add(entry("lib", CpioConstants.C_ISDIR | EXECUTABLE), new byte[0]);
    add(entry("lib/modules", CpioConstants.C_ISDIR | EXECUTABLE), new byte[0]);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(DemoInitrd::isModule).sorted().toList()) {
        String name = "lib/modules/" + file.getFileName();
        add(entry(name, CpioConstants.C_ISREG | READABLE), Files.readAllBytes(file));
      }
    }
  }

  private static boolean isModule(Path file) {
    return file.getFileName().toString().endsWith(".ko");
  }

  private CpioArchiveEntry entry(String name, int mode) {
    CpioArchiveEntry entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, name);
    entry.setMode(mode);
    entry.setInode(++inode);
    entry.setNumberOfLinks(1);
    entry.setTime(0);
    return entry;
  }

  private void add(CpioArchiveEntry entry, byte[] content) throws IOException {
    entry.setSize(content.length);
    archive.putArchiveEntry(entry);
    archive.write(content);
    archive.closeArchiveEntry();
  }
}
