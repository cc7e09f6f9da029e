package dev.rrq.indexer.modules;

import dev.rrq.indexer.kernel.SymbolTableSink;
import dev.rrq.indexer.modules.ModuleImage.ModuleSymbol;
import dev.rrq.store.ModuleWriter;
import dev.rrq.store.SymbolRow;
import dev.rrq.store.SymbolRows;
import dev.rrq.symbols.SymbolException;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.Symbol;
import dev.rrq.symbols.types.MovedTypes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the files of modules tell of them: types, source files, lines, inlined calls, parameters.
 */
final class ModuleDetails {

  /** In every module's debug information, and named by its path in the kernel's source tree. */
  private static final String LANDMARK = "/include/linux/types.h";

  private final ModuleFiles files;
  private final ModuleNotes notes;
  private final Map<String, Integer> sources;
  private final Map<Path, ModuleFile> read = new HashMap<>();
  private final Map<Path, String> unreadable = new HashMap<>();
  private final Map<ModuleFile, Integer> types = new LinkedHashMap<>();
  private final Map<ModuleFile, String> roots = new HashMap<>();
  private final Map<String, Integer> newSources = new LinkedHashMap<>();
  private final Map<Integer, ModulePlacement> placements = new HashMap<>();
  private final List<ModuleWriter.ModuleFile> told = new ArrayList<>();
  private int lastType;
  private int lastSource;

  /**
   * Nothing yet.
   *
   * @param sources the ids of the source files that are known
   * @param lastType the highest id of a type that is known
   */
  ModuleDetails(ModuleFiles files, ModuleNotes notes, Map<String, Integer> sources, int lastType) {
    this.files = files;
    this.notes = notes;
    this.sources = new HashMap<>(sources);
    this.lastType = lastType;
    lastSource = sources.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** Looks for the file of a module. */
  void find(LoadedModule module) {
    List<Path> candidates = files.of(module.name());
    Optional<String> buildId = candidates.isEmpty() ? Optional.empty() : notes.buildId(module);
    String problem = "no file with debug information in " + files.places();
    for (Path candidate : candidates) {
      Optional<ModuleFile> file = read(candidate);
      if (file.isEmpty()) {
        problem = unreadable.get(candidate);
        continue;
      }
      Optional<ModulePlacement> placement = file.get().place(module.symbols());
      if (!isSameBuild(buildId, file.get().buildId())) {
        problem =
            "%s is of another build: its build id is %s, the module's %s"
                .formatted(candidate, file.get().buildId().orElse("?"), buildId.orElse("?"));
      } else if (placement.isEmpty()) {
        problem = candidate + " is of another build: it has other symbols than the module";
      } else {
        placements.put(module.id(), placement.get());
        use(file.get());
        told.add(
            new ModuleWriter.ModuleFile(
                module.id(), candidate.toString(), buildId.orElse(null), null));
        return;
      }
    }
    told.add(new ModuleWriter.ModuleFile(module.id(), null, buildId.orElse(null), problem));
  }

  private Optional<ModuleFile> read(Path path) {
    if (!read.containsKey(path) && !unreadable.containsKey(path)) {
      try {
        read.put(path, ModuleFile.read(path));
      } catch (SymbolException e) {
        unreadable.put(path, String.valueOf(e.getMessage()));
      }
    }
    return Optional.ofNullable(read.get(path));
  }

  /** Where either has none, the symbols must do. */
  private static boolean isSameBuild(Optional<String> guest, Optional<String> file) {
    return guest.isEmpty() || file.isEmpty() || guest.equals(file);
  }

  private void use(ModuleFile file) {
    if (types.containsKey(file)) {
      return;
    }
    types.put(file, lastType);
    lastType += file.debug().types().stream().mapToInt(CType::id).max().orElse(0);
    roots.put(
        file,
        file.debug().files().stream()
            .filter(path -> path.startsWith("/") && path.endsWith(LANDMARK))
            .findFirst()
            .map(path -> path.substring(0, path.length() - LANDMARK.length() + 1))
            .orElse(""));
  }

  /** The row of a symbol with all that is known of it. */
  SymbolRow detailed(LoadedModule module, ModuleSymbol symbol, SymbolRow row) {
    ModulePlacement placement = placements.get(module.id());
    Optional<Symbol> described = placement == null ? Optional.empty() : placement.described(symbol);
    return described
        .map(
            known ->
                row.described(
                    type(placement.file(), known.type()),
                    source(placement.file(), known.file()),
                    known.line()))
        .orElse(row);
  }

  /** The name that the source has for a symbol, where the compiler has added to it. */
  Optional<String> sourceName(LoadedModule module, ModuleSymbol symbol) {
    ModulePlacement placement = placements.get(module.id());
    return placement == null ? Optional.empty() : placement.sourceName(symbol);
  }

  private int type(ModuleFile file, int id) {
    return MovedTypes.move(id, types.getOrDefault(file, 0));
  }

  private int source(ModuleFile file, int id) {
    if (id == 0) {
      return 0;
    }
    String path = file.debug().file(id);
    String root = roots.getOrDefault(file, "");
    String known = !root.isEmpty() && path.startsWith(root) ? path.substring(root.length()) : path;
    return sources.computeIfAbsent(
        known,
        unused -> {
          newSources.put(known, ++lastSource);
          return lastSource;
        });
  }

  /** Which files were used. */
  List<ModuleWriter.ModuleFile> told() {
    return told;
  }

  /** A symbol that names the addresses that it had. */
  record Function(LoadedModule module, ModuleSymbol symbol, SymbolRow row) {
    boolean isCode() {
      return row.kind().equals(SymbolRow.FUNCTION);
    }
  }

  /** Writes all but the symbols themselves. */
  void write(List<Function> functions, SymbolRows rows) {
    SymbolTableSink sink = new SymbolTableSink(rows);
    types.forEach(
        (file, by) ->
            file.debug().types().stream()
                .sorted(Comparator.comparingInt(CType::id))
                .forEach(type -> sink.type(MovedTypes.moved(file.debug(), type, by))));
    functions.stream()
        .sorted(Comparator.comparingLong(function -> function.row().address()))
        .forEach(function -> write(function, sink));
    newSources.forEach((path, id) -> sink.file(id, path));
  }

  private void write(Function function, SymbolTableSink sink) {
    ModulePlacement placement = placements.get(function.module().id());
    OptionalLong start =
        placement == null ? OptionalLong.empty() : placement.inFile(function.symbol());
    if (start.isEmpty()) {
      return;
    }
    ModuleFile file = placement.file();
    long from = start.getAsLong();
    long to = from + function.symbol().size();
    long by = function.row().address() - from;
    file.lines(from, to)
        .forEach(line -> sink.line(line.address() + by, source(file, line.file()), line.line()));
    file.inlined(from, to)
        .forEach(
            call ->
                sink.inlined(
                    call.low() + by,
                    call.high() + by,
                    call.depth(),
                    call.function(),
                    source(file, call.callFile()),
                    call.callLine()));
    file.parameters(from)
        .forEach(
            parameter ->
                sink.parameter(
                    from + by,
                    parameter.ordinal(),
                    parameter.name(),
                    type(file, parameter.type())));
  }
}
