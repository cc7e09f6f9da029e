package dev.rrq.symbols;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The kernel that {@code provision.sh} gets, or that {@code RRQ_VMLINUX} names. */
public final class Vmlinux {

  private Vmlinux() {}

  /** Its path; where there is none the test is skipped. */
  public static Path find() {
    Path vmlinux = path();
    assumeTrue(Files.isReadable(vmlinux), "there is no vmlinux; provision.sh gets one");
    return vmlinux;
  }

  private static Path path() {
    String named = System.getenv("RRQ_VMLINUX");
    if (named != null) {
      return Path.of(named);
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    Path home = cache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
    return home.resolve("rrq/guest/current/vmlinux");
  }
}
