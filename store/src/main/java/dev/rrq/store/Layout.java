package dev.rrq.store;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The names within a trace directory.
 *
 * @param index the directory of the index, whole or not
 */
record Layout(Path index) {

  private static final String WHOLE = "index";
  private static final String INCOMPLETE = "index.incomplete";
  private static final String REPLACED = "index.replaced";

  /** The index of a trace, once whole. */
  static Layout whole(Path trace) {
    return new Layout(trace.resolve(WHOLE));
  }

  /** The index of a trace while it is written, and for good where that was cut short. */
  static Layout incomplete(Path trace) {
    return new Layout(trace.resolve(INCOMPLETE));
  }

  /** Where a whole index goes for the moment in which another takes its place. */
  static Path replaced(Path trace) {
    return trace.resolve(REPLACED);
  }

  Path catalogue() {
    return index.resolve("catalogue.duckdb");
  }

  Path writes() {
    return index.resolve("writes");
  }

  Path calls() {
    return index.resolve("calls");
  }

  /** Where accesses are kept, a directory for each run. */
  Path accesses() {
    return index.resolve("accesses");
  }

  /** Where a run's accesses are kept. */
  Path accesses(int run) {
    return accesses().resolve("%04d".formatted(run));
  }

  /** Where a run's accesses are until they are whole. */
  Path newAccesses() {
    return index.resolve("accesses.incomplete");
  }

  /** Locked by who adds accesses. */
  Path accessLock() {
    return index.resolve("accesses.lock");
  }

  /** The runs whose accesses are kept, ascending. */
  List<Integer> accessRuns() {
    String[] names = accesses().toFile().list();
    return names == null
        ? List.of()
        : Arrays.stream(names)
            .filter(name -> name.matches("[0-9]{1,9}"))
            .map(Integer::valueOf)
            .sorted()
            .toList();
  }

  /** A call file's path within the index, as the catalogue holds it. */
  static String callFile(int id) {
    return "calls/%05d.parquet".formatted(id);
  }

  /** A segment file's path within the index, as the catalogue holds it. */
  static String segmentFile(int id) {
    return "writes/%05d.parquet".formatted(id);
  }
}
