package dev.rrq.planner.duckdb;

import dev.rrq.planner.analysis.Extent;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.rel.Reach;
import dev.rrq.planner.rel.ReplayScan;
import dev.rrq.planner.replay.ReplayedAccess;
import dev.rrq.store.KeptAccesses;
import dev.rrq.store.KeptRun;
import dev.rrq.store.Segment;
import dev.rrq.store.TraceStore;
import dev.rrq.store.WritesSql;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What of a replay need not be replayed, since the index keeps these accesses: windows in parts,
 * each of which the index keeps, or a replay finds.
 */
public final class KeptParts {

  private final TraceStore store;

  KeptParts(TraceStore store) {
    this.store = store;
  }

  /**
   * A part of a window.
   *
   * @param source what keeps it; empty where it is replayed
   */
  public record Part(Interval time, Optional<Source> source) {

    /** Whether the index keeps it. */
    public boolean isKept() {
      return source.isPresent();
    }
  }

  /**
   * Files that keep accesses.
   *
   * @param changes files of the index's own changes, which belong to it where a run kept the others
   * @param accesses files of kept accesses
   */
  public record Source(List<Segment> changes, List<Segment> accesses) {

    /** All files. */
    public List<Segment> files() {
      Set<Segment> files = new LinkedHashSet<>(changes);
      files.addAll(accesses);
      return List.copyOf(files);
    }
  }

  /** The windows of a replay in parts, in order; each is covered by the index wholly or not. */
  public List<Part> of(ReplayScan.Reading reading) {
    List<Part> parts = new ArrayList<>();
    for (Interval window : atCoverage(reading.windows())) {
      boolean mayBeKept =
          reading.instructions().isEmpty()
              && !reading.places().isEmpty()
              && !store.kept().runs().isEmpty()
              && store.coverage().contains(window.from());
      if (mayBeKept) {
        addKept(parts, reading, window);
      } else {
        parts.add(new Part(window, Optional.empty()));
      }
    }
    return parts;
  }

  /** The windows of which parts are replayed. */
  public static List<Interval> replayed(List<Part> parts) {
    List<Interval> windows = new ArrayList<>();
    for (Part part : parts) {
      int last = windows.size() - 1;
      if (part.isKept()) {
        continue;
      }
      if (last >= 0 && windows.get(last).to() == part.time().from()) {
        windows.set(last, new Interval(windows.get(last).from(), part.time().to()));
      } else {
        windows.add(part.time());
      }
    }
    return windows;
  }

  private void addKept(List<Part> parts, ReplayScan.Reading reading, Interval window) {
    List<dev.rrq.store.Interval> memory = memory(reading);
    KeptAccesses kept = store.kept();
    dev.rrq.store.Interval time = new dev.rrq.store.Interval(window.from(), window.to());
    for (KeptAccesses.Part part : kept.parts(time, kinds(reading), memory)) {
      if (part.run().isPresent()) {
        List<Segment> files = part.run().get().segments(memory, part.time());
        parts.add(new Part(interval(part), Optional.of(new Source(List.of(), files))));
      } else if (kinds(reading).equals(EnumSet.of(KeptRun.Kind.STORE))) {
        addSilent(parts, part.time(), memory);
      } else {
        parts.add(new Part(interval(part), Optional.empty()));
      }
    }
  }

  /** All stores are the changes and those that changed nothing. */
  private void addSilent(
      List<Part> parts, dev.rrq.store.Interval time, List<dev.rrq.store.Interval> memory) {
    for (KeptAccesses.Part part :
        store.kept().parts(time, EnumSet.of(KeptRun.Kind.SILENT_STORE), memory)) {
      parts.add(
          new Part(
              interval(part),
              part.run()
                  .map(
                      run ->
                          new Source(
                              store.segments(memory, part.time()),
                              run.segments(memory, part.time())))));
    }
  }

  private static Interval interval(KeptAccesses.Part part) {
    return new Interval(part.time().from(), part.time().to());
  }

  private static Set<KeptRun.Kind> kinds(ReplayScan.Reading reading) {
    Set<KeptRun.Kind> kinds = EnumSet.noneOf(KeptRun.Kind.class);
    for (ReplayedAccess.Kind kind : reading.kinds()) {
      kinds.add(kind == ReplayedAccess.Kind.READ ? KeptRun.Kind.READ : KeptRun.Kind.STORE);
    }
    return kinds;
  }

  /** Rows that overlap a place may begin before it, so the places are as the plan has them. */
  private static List<dev.rrq.store.Interval> memory(ReplayScan.Reading reading) {
    return reading.places().stream().map(KeptParts::interval).toList();
  }

  private static dev.rrq.store.Interval interval(Extent extent) {
    return new dev.rrq.store.Interval(extent.start(), extent.end());
  }

  /** Windows of which each is covered wholly or not at all. */
  private List<Interval> atCoverage(List<Interval> windows) {
    Reach reach = new Reach(store.coverage(), Long.MAX_VALUE, true);
    List<Interval> parts = new ArrayList<>();
    for (Interval window : windows) {
      long from = window.from();
      for (Interval missing : reach.missing(window)) {
        if (from < missing.from()) {
          parts.add(new Interval(from, missing.from()));
        }
        parts.add(missing);
        from = missing.to();
      }
      if (from < window.to()) {
        parts.add(new Interval(from, window.to()));
      }
    }
    return parts;
  }

  /** The rows of a part that is kept, as a replay would put them into its table. */
  static String sql(Part part, ReplayScan.Reading reading) {
    List<dev.rrq.store.Interval> memory = memory(reading);
    Source source = part.source().orElseThrow();
    String rows =
        source.changes().isEmpty()
            ? WritesSql.rows(source.accesses(), memory)
            : "(FROM %s UNION ALL FROM %s)"
                .formatted(
                    WritesSql.rows(source.changes(), memory),
                    WritesSql.rows(source.accesses(), memory));
    return String.format(
        Locale.ROOT,
        """
        SELECT t, (row_number() OVER (PARTITION BY t ORDER BY seq, paddr) - 1)::INTEGER AS seq,
          pc, vaddr, paddr, size, "old", "new", NULL::INTEGER AS context, origin, in_user, t_from
        FROM %s WHERE t >= %d AND t < %d AND %s AND (%s)""",
        rows,
        part.time().from(),
        part.time().to(),
        origins(reading),
        overlaps(memory));
  }

  private static String origins(ReplayScan.Reading reading) {
    boolean reads = reading.kinds().contains(ReplayedAccess.Kind.READ);
    boolean stores = reading.kinds().contains(ReplayedAccess.Kind.STORE);
    return reads && stores ? "true" : "origin %s %d".formatted(reads ? "=" : "<>", ReplayScan.READ);
  }

  private static String overlaps(List<dev.rrq.store.Interval> memory) {
    return memory.stream()
        .map(m -> "paddr < %d AND paddr + size > %d".formatted(m.to(), m.from()))
        .collect(java.util.stream.Collectors.joining(" OR "));
  }
}
