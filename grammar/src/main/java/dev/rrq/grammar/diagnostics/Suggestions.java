package dev.rrq.grammar.diagnostics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The names that a user probably meant: first those that differ in case alone, then by edit
 * distance (a transposition counts as one edit). At most {@value #MOST}, and none that is far.
 */
public final class Suggestions {
  /** How many names a hint offers at most. */
  public static final int MOST = 3;

  /** A longer name than this is not compared: nobody mistypes it, and the cost is quadratic. */
  private static final int LONGEST = 128;

  private record Candidate(String name, int distance) {}

  private Suggestions() {}

  /** The nearest of the names, best first; empty where none is near. */
  public static List<String> nearest(String wanted, Collection<String> names) {
    if (wanted.isEmpty() || wanted.length() > LONGEST) {
      return List.of();
    }
    String lower = wanted.toLowerCase(Locale.ROOT);
    int limit = farthest(lower.length());
    List<Candidate> near = new ArrayList<>();
    for (String name : names) {
      int distance = distance(lower, name.toLowerCase(Locale.ROOT), limit);
      if (distance <= limit && !name.equals(wanted)) {
        near.add(new Candidate(name, distance));
      }
    }
    near.sort(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name));
    return near.stream().map(Candidate::name).distinct().limit(MOST).toList();
  }

  /** {@code did you mean 'a', 'b' or 'c'?}, or empty where no name is near. */
  public static Optional<String> hint(String wanted, Collection<String> names) {
    List<String> near = nearest(wanted, names);
    if (near.isEmpty()) {
      return Optional.empty();
    }
    String last = quote(near.get(near.size() - 1));
    String list =
        near.size() == 1
            ? last
            : near.subList(0, near.size() - 1).stream()
                    .map(Suggestions::quote)
                    .collect(Collectors.joining(", "))
                + " or "
                + last;
    return Optional.of("did you mean " + list + "?");
  }

  private static String quote(String name) {
    return "'" + name + "'";
  }

  /** A third of the letters may be wrong, but never more than three. */
  private static int farthest(int length) {
    return Math.min(3, (length + 1) / 3);
  }

  /** Optimal string alignment distance, or any number above the limit where it exceeds that. */
  private static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) > limit) {
      return limit + 1;
    }
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      int least = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(last[j - 1] + change, Math.min(last[j], row[j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        row[j] = swapped ? Math.min(best, beforeLast[j - 2] + 1) : best;
        least = Math.min(least, row[j]);
      }
      if (least > limit) {
        return least;
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
