package dev.rrq.store;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Accesses that the index keeps beside the changes: what one replay found in some memory.
 *
 * @param id number of the run, from 1
 * @param kinds of accesses that were kept
 * @param time in which all of them were
 * @param addresses physical memory of which all of them were; several only where a place is
 * @param places as the user named them; empty for all memory
 * @param segments the files that hold them, with {@link RawRecord#READ} for the origin of reads
 */
public record KeptRun(
    int id,
    Set<Kind> kinds,
    Interval time,
    List<Interval> addresses,
    List<String> places,
    List<Segment> segments) {

  /** A kind of access. */
  public enum Kind {
    /** A load. */
    READ("read"),
    /** A store, whether it changed something or not; and a change that no instruction made. */
    STORE("store"),
    /** A store of an instruction that changed nothing. */
    SILENT_STORE("silent store");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** As users read it. */
    public String text() {
      return text;
    }
  }

  public KeptRun {
    kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
    addresses = List.copyOf(addresses);
    places = List.copyOf(places);
    segments = List.copyOf(segments);
  }

  /** Whether it kept all of these kinds to all of these addresses, while it ran. */
  public boolean keeps(Set<Kind> wanted, List<Interval> memory) {
    Coverage own = Coverage.of(addresses);
    return kinds.containsAll(wanted) && own.containsAll(Coverage.of(memory));
  }

  /** How many accesses it kept. */
  public long rows() {
    return segments.stream().mapToLong(Segment::rows).sum();
  }

  /** Bytes of its files. */
  public long bytes() {
    return segments.stream().mapToLong(Segment::bytes).sum();
  }

  /** The files that may hold accesses to any of these addresses, in this time. */
  public List<Segment> segments(List<Interval> memory, Interval window) {
    return Segment.touching(segments, memory, window);
  }
}
