package dev.rrq.indexer.modules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where files of kernel modules may be: beside the vmlinux in {@code modules/debug}, {@code
 * modules} and {@code kernel}, where its build's {@code modules.order} says, and where
 * distributions install debug information. They are looked for when the first is asked for.
 */
public final class ModuleFiles {

  private static final Path SYSTEM = Path.of("/usr/lib/debug/lib/modules");
  private static final String ORDER = "modules.order";
  private static final int DEEPEST = 12;

  private final @Nullable Path besideKernel;
  private final List<Path> directories = new ArrayList<>();
  private @Nullable Map<String, Set<Path>> files;

  /**
   * Files of a kernel's modules.
   *
   * @param vmlinux the kernel's ELF file, or null where it is not known
   * @param release the kernel's, as {@code uname -r} has it
   */
  public ModuleFiles(@Nullable Path vmlinux, Optional<String> release) {
    besideKernel = vmlinux == null ? null : vmlinux.toAbsolutePath().getParent();
    if (besideKernel != null) {
      Stream.of("modules/debug", "modules", "kernel", "extra", "updates")
          .map(besideKernel::resolve)
          .forEach(directories::add);
    }
    release.map(SYSTEM::resolve).ifPresent(directories::add);
  }

  /** The files that may be a module's by their names, those to be tried first first. */
  List<Path> of(String module) {
    if (files == null) {
      files = find();
    }
    return List.copyOf(files.getOrDefault(module, Set.of()));
  }

  /** Where they are looked for. */
  String places() {
    return String.join(", ", directories.stream().map(Path::toString).toList());
  }

  private Map<String, Set<Path>> find() {
    Map<String, Set<Path>> found = new HashMap<>();
    for (Path directory : directories) {
      if (!Files.isDirectory(directory)) {
        continue;
      }
      try (Stream<Path> below = Files.walk(directory, DEEPEST, FileVisitOption.FOLLOW_LINKS)) {
        below.sorted().forEach(file -> add(found, file));
      } catch (IOException | UncheckedIOException e) {
        // What cannot be listed is not there.
      }
    }
    ordered().forEach(file -> add(found, file));
    return found;
  }

  /** What a build has made: one a line, by its object until Linux 6.1. */
  private List<Path> ordered() {
    if (besideKernel == null || !Files.isReadable(besideKernel.resolve(ORDER))) {
      return List.of();
    }
    Path tree = besideKernel;
    try (Stream<String> lines = Files.lines(tree.resolve(ORDER))) {
      return lines
          .map(line -> line.replaceFirst("^kernel/(?=.*\\.ko$)", "").replaceFirst("\\.o$", ".ko"))
          .map(tree::resolve)
          .filter(Files::isReadable)
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  private static void add(Map<String, Set<Path>> found, Path file) {
    String name = file.getFileName().toString().replaceFirst("\\.debug$", "");
    if (name.endsWith(".ko")) {
      found
          .computeIfAbsent(nameOf(name), key -> new LinkedHashSet<>())
          .add(file.toAbsolutePath().normalize());
    }
  }

  /** As the kernel calls it. */
  private static String nameOf(String file) {
    return file.substring(0, file.length() - ".ko".length()).replace('-', '_');
  }
}
