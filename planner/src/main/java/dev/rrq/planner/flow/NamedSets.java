package dev.rrq.planner.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Sets that conditions of plans name and statements number. Safe for use by several threads.
 *
 * @param <S> what a set is
 */
public final class NamedSets<S> {

  private final List<S> sets = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<String, Supplier<S>> defined = new HashMap<>();

  /** Says what a name means; it is made when it is wanted for the first time. */
  public synchronized void define(String name, Supplier<S> set) {
    defined.putIfAbsent(name, set);
  }

  /**
   * The number of a set.
   *
   * @throws IllegalArgumentException if nothing has this name
   */
  public synchronized int number(String name) {
    Integer known = numbers.get(name);
    if (known != null) {
      return known;
    }
    Supplier<S> set = defined.get(name);
    if (set == null) {
      throw new IllegalArgumentException("no set " + name);
    }
    sets.add(set.get());
    numbers.put(name, sets.size() - 1);
    return sets.size() - 1;
  }

  /** The set of a number. */
  public synchronized S set(int number) {
    return sets.get(number);
  }
}
