package dev.rrq.indexer.modules;

import dev.rrq.indexer.kernel.KernelPlaces;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where in a {@code struct module} of this kernel its members are, and what of its memory is freed
 * once it has started.
 *
 * @param extent of the structure, in bytes
 * @param layouts each part of the module's memory
 */
public record ModuleLayout(
    int extent,
    int state,
    int list,
    int name,
    int kallsyms,
    int percpu,
    int percpuSize,
    int symtab,
    int symbolCount,
    int strtab,
    List<Part> layouts) {

  /** Linux, {@code enum mod_mem_type}, since 6.4: those from here on are freed. */
  private static final int FIRST_INIT = 4;

  private static final int MEMORY_TYPES = 7;

  /** Where the address and the size of a part of the memory are. */
  public record Part(int base, int size, boolean init) {}

  /** As this kernel has them; empty if it has no modules. */
  public static Optional<ModuleLayout> of(KernelPlaces places) {
    OptionalLong extent = places.size("module");
    List<Part> parts = parts(places);
    if (extent.isEmpty() || parts.isEmpty() || places.member("module", "kallsyms").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ModuleLayout(
            (int) extent.getAsLong(),
            offset(places, "module", "state"),
            offset(places, "module", "list"),
            offset(places, "module", "name"),
            offset(places, "module", "kallsyms"),
            places.member("module", "percpu").isPresent() ? offset(places, "module", "percpu") : -1,
            places.member("module", "percpu").isPresent()
                ? offset(places, "module", "percpu_size")
                : -1,
            offset(places, "mod_kallsyms", "symtab"),
            offset(places, "mod_kallsyms", "num_symtab"),
            offset(places, "mod_kallsyms", "strtab"),
            parts));
  }

  /** Two structures up to Linux 6.3, an array since. */
  private static List<Part> parts(KernelPlaces places) {
    List<Part> parts = new ArrayList<>();
    if (places.member("module", "core_layout").isPresent()) {
      int base = offset(places, "module_layout", "base");
      int size = offset(places, "module_layout", "size");
      int core = offset(places, "module", "core_layout");
      int init = offset(places, "module", "init_layout");
      parts.add(new Part(core + base, core + size, false));
      parts.add(new Part(init + base, init + size, true));
    } else if (places.member("module", "mem").isPresent()) {
      int memory = offset(places, "module", "mem");
      int stride = (int) places.size("module_memory").orElseThrow();
      for (int i = 0; i < MEMORY_TYPES; i++) {
        int at = memory + i * stride;
        parts.add(
            new Part(
                at + offset(places, "module_memory", "base"),
                at + offset(places, "module_memory", "size"),
                i >= FIRST_INIT));
      }
    }
    return parts;
  }

  /**
   * Where the plugin finds the functions of modules, see {@code modules.h}; empty where the kernel
   * has none.
   */
  public static Optional<String> forPlugin(KernelPlaces places) {
    OptionalLong start = places.variable("do_init_module");
    OptionalLong head = places.variable("modules");
    return start.isEmpty() || head.isEmpty()
        ? Optional.empty()
        : of(places)
            .map(
                layout ->
                    Stream.of(
                            start.getAsLong(),
                            head.getAsLong(),
                            (long) layout.list(),
                            (long) layout.kallsyms(),
                            (long) layout.symtab(),
                            (long) layout.symbolCount())
                        .map(Long::toHexString)
                        .collect(Collectors.joining(":")));
  }

  private static int offset(KernelPlaces places, String structure, String member) {
    return (int) places.offset(structure, member).orElseThrow();
  }
}
