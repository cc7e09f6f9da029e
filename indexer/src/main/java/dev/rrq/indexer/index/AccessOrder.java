package dev.rrq.indexer.index;

import dev.rrq.indexer.scan.ScanRequest;
import dev.rrq.store.Interval;
import dev.rrq.store.KeptRun.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Accesses that are to be kept in the index.
 *
 * @param kinds all of these
 * @param addresses to this physical memory
 * @param places as the user named it; empty for all memory
 */
public record AccessOrder(Set<Kind> kinds, List<Interval> addresses, List<String> places) {

  public AccessOrder {
    kinds = Set.copyOf(kinds);
    addresses = List.copyOf(addresses);
    places = List.copyOf(places);
  }

  /** Reads and stores of some places. */
  public static AccessOrder of(List<Interval> addresses, List<String> places) {
    return new AccessOrder(EnumSet.of(Kind.READ, Kind.STORE), addresses, places);
  }

  /** The stores that change nothing, of all memory; the others are in the index anyway. */
  public static AccessOrder silentStores(long memoryBytes) {
    return new AccessOrder(
        EnumSet.of(Kind.SILENT_STORE), List.of(new Interval(0, memoryBytes)), List.of());
  }

  ScanRequest request(Interval window) {
    List<ScanRequest.Range> ranges =
        addresses.stream()
            .map(
                range ->
                    new ScanRequest.Range(
                        range.from(),
                        range.to(),
                        kinds.contains(Kind.STORE),
                        kinds.contains(Kind.READ),
                        kinds.contains(Kind.SILENT_STORE)))
            .toList();
    return new ScanRequest(window.from(), window.to(), ranges, List.of(), false, false);
  }
}
