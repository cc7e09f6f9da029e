package dev.rrq.indexer.provision;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A kernel to boot, its symbols and modules and the program of its user space, as {@code
 * provision.sh} finds or gets them: {@code RRQ_KERNEL}, {@code RRQ_VMLINUX}, {@code RRQ_MODULES}
 * and {@code RRQ_BUSYBOX} where they are set, else the newest packaged kernel, unpacked into the
 * cache.
 *
 * @param kernel a bzImage
 * @param vmlinux the same kernel with its symbols, or null where only a kernel was named
 * @param busybox a statically linked busybox
 * @param modules a directory of modules to load, or null where there are none; those with debug
 *     information are in its directory {@code debug}
 */
public record Provisioned(
    Path kernel, @Nullable Path vmlinux, Path busybox, @Nullable Path modules) {

  private static final String SCRIPT = "provision.sh";

  /**
   * Makes sure that QEMU can be run and that there is a guest, which takes a second where all is
   * there.
   *
   * @param say takes a sentence for each step that takes long
   * @throws dev.rrq.indexer.IndexerException of kind ENVIRONMENT where something cannot be had
   */
  public static Provisioned ensure(Consumer<String> say) {
    Map<String, String> found = run(List.of("run", "guest"), say);
    return new Provisioned(
        path(found, "RRQ_KERNEL"),
        optional(found, "RRQ_VMLINUX"),
        path(found, "RRQ_BUSYBOX"),
        optional(found, "RRQ_MODULES"));
  }

  private static @Nullable Path optional(Map<String, String> found, String name) {
    String value = found.getOrDefault(name, "");
    return value.isEmpty() ? null : Path.of(value);
  }

  private static Path path(Map<String, String> found, String name) {
    String value = found.get(name);
    if (value == null) {
      throw new IllegalStateException(SCRIPT + " did not say " + name);
    }
    return Path.of(value);
  }

  /**
   * Runs {@code provision.sh}.
   *
   * @return what it found, by name
   */
  public static Map<String, String> run(List<String> groups, Consumer<String> say) {
    Map<String, String> found = new HashMap<>();
    Script.of(Provisioned.class, SCRIPT).run(groups, line -> keep(line, found), say);
    return found;
  }

  private static void keep(String line, Map<String, String> found) {
    int equals = line.indexOf('=');
    if (equals > 0) {
      found.put(line.substring(0, equals), line.substring(equals + 1));
    }
  }
}
