package dev.rrq.indexer.index;

import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.kernel.CrashNote;
import dev.rrq.indexer.kernel.KernelPlaces;
import dev.rrq.indexer.kernel.KernelState;
import dev.rrq.indexer.kernel.SymbolTableSink;
import dev.rrq.indexer.modules.ModuleLayout;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.indexer.stacks.FunctionEntries;
import dev.rrq.store.Meta;
import dev.rrq.store.StoreWriter;
import dev.rrq.store.SymbolCache;
import dev.rrq.store.SymbolRow;
import dev.rrq.store.SymbolTableWriter;
import dev.rrq.store.SymbolTables;
import dev.rrq.symbols.ImportMonitor;
import dev.rrq.symbols.SymbolException;
import dev.rrq.symbols.SymbolImport;
import dev.rrq.symbols.elf.ElfFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The symbols of the recorded kernel, and where that kernel lies in memory.
 *
 * @param file the symbol tables, as {@link SymbolCache} keeps them
 * @param kaslrOffset what to add to an address as linked
 * @param physBase the kernel's {@code phys_base}
 * @param percpuBase what to add to a per-CPU address of CPU 0 as linked, if known
 * @param pageOffset where all of RAM is mapped, if known
 * @param release the kernel's, as {@code uname -r} has it, if known
 */
record ProgramSymbols(
    Path file,
    long kaslrOffset,
    long physBase,
    OptionalLong percpuBase,
    OptionalLong pageOffset,
    Optional<String> release) {

  private static final String THUNK_PREFIX = "__x86_";

  /** A variable that every Linux kernel has. */
  private static final String LINUX = "linux_banner";

  /**
   * Reads the symbols, or takes them from the cache.
   *
   * @param vmlinux the kernel's ELF file, or null for one of this build that was read before, or
   *     the one that the recording names
   * @param kernel the kernel in the recording's memory, if it was found
   * @throws IndexerException with a sentence for the user
   */
  static ProgramSymbols load(
      Recording recording,
      @Nullable Path vmlinux,
      Optional<KernelState> kernel,
      IndexProgress progress) {
    if (kernel.isEmpty()) {
      return bareMetal(locate(recording, vmlinux), progress);
    }
    KernelState state = kernel.get();
    Path file =
        vmlinux == null
            ? state.note().buildId().flatMap(SymbolCache.ofUser()::find).orElse(null)
            : null;
    return described(
        file != null ? file : read(locate(recording, vmlinux), state, progress), state);
  }

  /** A program that is no Linux kernel lies in physical memory where it was linked. */
  private static ProgramSymbols bareMetal(Path program, IndexProgress progress) {
    Path file;
    try (ElfFile elf = ElfFile.open(program)) {
      file = imported(elf, buildId(elf), progress);
    } catch (SymbolException e) {
      throw IndexerException.usage(e.getMessage(), e.hint().stream().toArray(String[]::new));
    }
    try (SymbolTables tables = SymbolTables.open(file)) {
      if (!tables.named(LINUX).isEmpty()) {
        throw noKernel();
      }
    }
    OptionalLong none = OptionalLong.empty();
    return new ProgramSymbols(file, 0, KernelState.KERNEL_MAP, none, none, Optional.empty());
  }

  private static String buildId(ElfFile elf) {
    return elf.buildId()
        .orElseThrow(
            () -> IndexerException.usage(elf.path() + " has no build id, so it is no vmlinux"));
  }

  private static Path read(Path program, KernelState state, IndexProgress progress) {
    try (ElfFile elf = ElfFile.open(program)) {
      String buildId = buildId(elf);
      checkBuild(program, buildId, state.note());
      return imported(elf, buildId, progress);
    } catch (SymbolException e) {
      throw IndexerException.usage(e.getMessage(), e.hint().stream().toArray(String[]::new));
    }
  }

  /** The program that the user names, or else the recording. */
  static Optional<Path> named(Recording recording, @Nullable Path vmlinux) {
    return Optional.ofNullable(vmlinux)
        .or(() -> Optional.ofNullable(recording.manifest().vmlinux()).map(Path::of));
  }

  private static Path locate(Recording recording, @Nullable Path vmlinux) {
    String remedy = "name the kernel's ELF file with its symbols: rrq index TRACE --vmlinux FILE";
    Path program =
        named(recording, vmlinux)
            .orElseThrow(() -> IndexerException.usage("the recording names no vmlinux", remedy));
    if (!Files.isReadable(program)) {
      throw IndexerException.usage("there is no vmlinux at " + program, remedy);
    }
    return program;
  }

  private static IndexerException noKernel() {
    return IndexerException.failed(
        "no snapshot of this recording holds a running Linux kernel: it was not up yet, or it is"
            + " built without CONFIG_CRASH_CORE");
  }

  private static void checkBuild(Path program, String buildId, CrashNote note) {
    String running = note.buildId().orElse(buildId);
    if (!running.equalsIgnoreCase(buildId)) {
      throw IndexerException.usage(
          "%s is of another build than the kernel that was recorded (%s): its build id is %s, the kernel's %s"
              .formatted(program, note.release().orElse("?"), buildId, running),
          "give the vmlinux that was built together with the kernel");
    }
  }

  private static Path imported(ElfFile elf, String buildId, IndexProgress progress) {
    SymbolCache cache = SymbolCache.ofUser();
    Optional<Path> known = cache.find(buildId);
    if (known.isPresent()) {
      return known.get();
    }
    progress.phase("reading the symbols of " + elf.path());
    try (SymbolTableWriter tables = cache.write(buildId, elf.path().getFileName().toString())) {
      SymbolImport.run(elf, new SymbolTableSink(tables), ImportMonitor.NONE);
      tables.finish();
    }
    return cache.find(buildId).orElseThrow();
  }

  private static ProgramSymbols described(Path file, KernelState kernel) {
    long kaslr = kernel.note().kaslrOffset().orElse(0);
    long physBase = kernel.note().physBase().orElseThrow();
    try (SymbolTables tables = SymbolTables.open(file)) {
      return new ProgramSymbols(
          file,
          kaslr,
          physBase,
          variable(tables, kernel, "__per_cpu_offset"),
          variable(tables, kernel, "page_offset_base"),
          kernel.note().release());
    }
  }

  /** The first word of a variable as it is in the kernel's memory. */
  private static OptionalLong variable(SymbolTables tables, KernelState kernel, String name) {
    return tables.named(name).stream()
        .findFirst()
        .map(symbol -> OptionalLong.of(kernel.word(symbol.address())))
        .orElse(OptionalLong.empty());
  }

  /** Where the program's functions begin in memory, and where their arguments are then. */
  FunctionEntries entries() {
    Map<Long, Long> entries = new HashMap<>();
    try (SymbolTables tables = SymbolTables.open(file)) {
      ArgumentPlaces places = new ArgumentPlaces(tables);
      tables.index().symbols().stream()
          .filter(symbol -> symbol.kind().equals(SymbolRow.FUNCTION))
          // A thunk is a way to jump, not a function that somebody wrote.
          .filter(symbol -> !symbol.name().startsWith(THUNK_PREFIX))
          .forEach(symbol -> entries.put(symbol.address() + kaslrOffset, places.of(symbol)));
    }
    return new FunctionEntries(entries);
  }

  /** Where the plugin finds the functions of kernel modules; null where there are none. */
  @Nullable String modules() {
    try (SymbolTables tables = SymbolTables.open(file)) {
      return ModuleLayout.forPlugin(KernelPlaces.of(tables, kaslrOffset)).orElse(null);
    }
  }

  /** Keeps in the trace where the kernel lies. */
  void describe(StoreWriter writer) {
    writer.meta(Meta.KASLR_OFFSET, Long.toString(kaslrOffset));
    writer.meta(Meta.PHYS_BASE, Long.toString(physBase));
    percpuBase.ifPresent(base -> writer.meta(Meta.PERCPU_BASE, Long.toString(base)));
    pageOffset.ifPresent(base -> writer.meta(Meta.PAGE_OFFSET, Long.toString(base)));
  }
}
