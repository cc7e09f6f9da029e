package dev.rrq.store;

import dev.rrq.store.KeptRun.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The accesses that an index keeps beside the changes, by the runs that found them. */
public final class KeptAccesses {

  /** None. */
  public static final KeptAccesses NONE = new KeptAccesses(List.of());

  private final List<KeptRun> runs;

  /** Those of these runs. */
  public KeptAccesses(List<KeptRun> runs) {
    this.runs = List.copyOf(runs);
  }

  /** A stretch of time, all of it with the same answer. */
  public record Part(Interval time, Optional<KeptRun> run) {}

  /** Reads what an index has; {@code check} looks whether a file is whole. */
  static KeptAccesses read(Layout layout, Consumer<Segment> check) {
    List<KeptRun> runs = new ArrayList<>();
    for (int id : layout.accessRuns()) {
      Path directory = layout.accesses(id);
      try {
        KeptRun run = KeptFile.read(directory, id);
        run.segments().forEach(check);
        runs.add(run);
      } catch (IOException e) {
        throw new StoreException.Damaged(
            "%s is damaged: %s; remove it, and keep these accesses again"
                .formatted(directory, e.getMessage()),
            e);
      }
    }
    return new KeptAccesses(runs);
  }

  /** Takes what one index has over into another. */
  static void carry(Layout from, Layout to) throws IOException {
    for (int id : from.accessRuns()) {
      Path source = from.accesses(id);
      List<Path> files;
      try (Stream<Path> walk = Files.walk(source)) {
        files = walk.sorted().toList();
      }
      for (Path file : files) {
        Path target = to.accesses(id).resolve(source.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  /** The runs, in the order in which they were made. */
  public List<KeptRun> runs() {
    return runs;
  }

  /** Whether any of the runs keeps such accesses. */
  public boolean hasAny(Kind kind) {
    return runs.stream().anyMatch(run -> run.kinds().contains(kind));
  }

  /** Bytes on disk. */
  public long bytes() {
    return runs.stream().mapToLong(KeptRun::bytes).sum();
  }

  /** When all accesses of these kinds to this memory were kept, by one run or another. */
  public Coverage coverage(Set<Kind> kinds, List<Interval> memory) {
    return Coverage.of(
        runs.stream().filter(run -> run.keeps(kinds, memory)).map(KeptRun::time).toList());
  }

  /**
   * A window in parts, in the order of time, each of which one run kept, or none.
   *
   * @param memory of which all accesses are wanted; not empty
   */
  public List<Part> parts(Interval window, Set<Kind> kinds, List<Interval> memory) {
    List<KeptRun> able = runs.stream().filter(run -> run.keeps(kinds, memory)).toList();
    List<Part> parts = new ArrayList<>();
    long at = window.from();
    while (at < window.to()) {
      Optional<KeptRun> best = longest(able, at);
      long next = window.to();
      if (best.isPresent()) {
        next = Math.min(next, best.get().time().to());
      } else {
        for (KeptRun run : able) {
          next = run.time().from() > at ? Math.min(next, run.time().from()) : next;
        }
      }
      parts.add(new Part(new Interval(at, next), best));
      at = next;
    }
    return parts;
  }

  private static Optional<KeptRun> longest(List<KeptRun> able, long t) {
    return able.stream()
        .filter(run -> run.time().contains(t))
        .max(java.util.Comparator.comparingLong(run -> run.time().to()));
  }
}
