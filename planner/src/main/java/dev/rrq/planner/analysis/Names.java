package dev.rrq.planner.analysis;

import dev.rrq.grammar.ast.Place;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the user has given names to in a session. One name may stand for a time and for a value:
 * after {@code let n = 1000} the statement decides by where the name stands.
 */
public final class Names {

  private final Map<String, Term> terms = new TreeMap<>();
  private final Map<String, Place.Range> ranges = new TreeMap<>();
  private final Map<String, Long> times = new TreeMap<>();

  /** Forgets what a name stood for, before it gets a new meaning. */
  public void clear(String name) {
    terms.remove(name);
    ranges.remove(name);
    times.remove(name);
  }

  /** Names an expression, whose own names are already resolved. */
  public void term(String name, Term term) {
    terms.put(name, term);
  }

  /** Names a range of addresses. */
  public void range(String name, Place.Range range) {
    ranges.put(name, range);
  }

  /** Names an icount. */
  public void time(String name, long icount) {
    times.put(name, icount);
  }

  /** The expression of a name. */
  public Optional<Term> term(String name) {
    return Optional.ofNullable(terms.get(name));
  }

  /** The range of a name. */
  public Optional<Place.Range> range(String name) {
    return Optional.ofNullable(ranges.get(name));
  }

  /** The icount of a name. */
  public OptionalLong time(String name) {
    Long icount = times.get(name);
    return icount == null ? OptionalLong.empty() : OptionalLong.of(icount);
  }

  /** All names of times, in alphabetical order, with their icounts. */
  public Map<String, Long> times() {
    return Map.copyOf(times);
  }

  /** All names, in alphabetical order. */
  public Collection<String> all() {
    TreeSet<String> all = new TreeSet<>(terms.keySet());
    all.addAll(ranges.keySet());
    all.addAll(times.keySet());
    return all;
  }
}
