package dev.rrq.symbols.dwarf;

import dev.rrq.symbols.model.SymbolSink;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Gives each source path one id. A kernel's paths are shortened to those of its source tree ({@code
 * init/main.c}), wherever it was built.
 */
final class SourceFiles {

  /** A file of every x86-64 kernel, linked first, by which the root of the tree is found. */
  private static final String KERNEL_LANDMARK = "/arch/x86/kernel/head_64.S";

  private final SymbolSink sink;
  private final Object2IntOpenHashMap<String> ids = new Object2IntOpenHashMap<>();
  private String root = "";

  SourceFiles(SymbolSink sink) {
    this.sink = sink;
  }

  /** Looks whether a unit's file tells the root of the source tree. */
  void learnRoot(String directory, String name) {
    String path = join(directory, "", name);
    if (root.isEmpty() && path.startsWith("/") && path.endsWith(KERNEL_LANDMARK)) {
      root = path.substring(0, path.length() - KERNEL_LANDMARK.length() + 1);
    }
  }

  /** The id of a file, which is passed on when it is seen first. */
  int id(String unitDirectory, String directory, String name) {
    String path = join(unitDirectory, directory, name);
    if (!root.isEmpty() && path.startsWith(root)) {
      path = path.substring(root.length());
    }
    int known = ids.getInt(path);
    if (known != 0) {
      return known;
    }
    int id = ids.size() + 1;
    ids.put(path, id);
    sink.file(id, path);
    return id;
  }

  /**
   * Joins the parts of a path. A relative unit directory stands for the root of the tree (it is
   * what {@code -ffile-prefix-map} leaves), so it is left out.
   */
  static String join(String unitDirectory, String directory, String name) {
    if (name.startsWith("/")) {
      return normalise(name);
    }
    String path = directory.isEmpty() ? name : directory + "/" + name;
    if (!path.startsWith("/") && unitDirectory.startsWith("/")) {
      path = unitDirectory + "/" + path;
    }
    return normalise(path);
  }

  private static String normalise(String path) {
    if (!path.contains("./") && !path.contains("//")) {
      return path;
    }
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/", -1)) {
      boolean up = part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..");
      if (up) {
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return (path.startsWith("/") ? "/" : "") + String.join("/", parts);
  }
}
