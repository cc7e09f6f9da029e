package dev.rrq.planner.exec;

import dev.rrq.planner.duckdb.RawRows;
import dev.rrq.planner.trace.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The events of all kinds on either side of an instant, in the order in which they took place. */
final class NearbyEvents {

  /** How far the first look goes, in instructions; the next ones go farther. */
  private static final long FIRST_LOOK = 1 << 12;

  private static final int FARTHER = 4;

  private static final String SQL =
      """
      SELECT * FROM (
        SELECT t, CASE WHEN origin = 0 THEN 3 ELSE 1 END AS step, seq, 'WRITE' AS kind, pc,
          context, coalesce(vaddr, paddr) AS a, size::BIGINT AS b, new AS c, paddr AS d,
          origin::BIGINT AS e, old AS f, NULL AS words
        FROM segment_rows WHERE t BETWEEN %1$d AND %2$d
        UNION ALL SELECT t, 2, 0, 'CALL', entry, context,
          NULL, NULL, NULL, NULL, NULL, NULL, NULL
        FROM call_rows WHERE t BETWEEN %1$d AND %2$d
        UNION ALL SELECT t + duration, 4, 0, 'RETURN', entry, context,
          NULL, NULL, NULL, NULL, NULL, NULL, NULL
        FROM call_rows WHERE ending = 0 AND t + duration BETWEEN %1$d AND %2$d
        UNION ALL SELECT t, 0, 0, 'INTERRUPT', pc, context, handler,
          NULL, NULL, NULL, NULL, NULL, NULL
        FROM interrupts WHERE t BETWEEN %1$d AND %2$d
        UNION ALL SELECT t, 5, 0, 'SWITCH', NULL, 0, from_task, to_task,
          NULL, NULL, NULL, NULL, NULL
        FROM switches WHERE t BETWEEN %1$d AND %2$d
        UNION ALL SELECT t, 6, seq, 'MESSAGE', NULL, 0, level,
          NULL, NULL, NULL, NULL, NULL, text
        FROM messages WHERE t BETWEEN %1$d AND %2$d)
      %3$s ORDER BY t %4$s, step %4$s, seq %4$s LIMIT %5$d
      """;

  /** What {@link Event#tellsContext} says of an event. */
  private static final String TELLS_CONTEXT =
      "WHERE kind IN ('CALL', 'RETURN', 'INTERRUPT') OR (kind = 'WRITE' AND e = 0)";

  private final Trace trace;

  NearbyEvents(Trace trace) {
    this.trace = trace;
  }

  /** What an event is. */
  enum Kind {
    WRITE,
    CALL,
    RETURN,
    INTERRUPT,
    SWITCH,
    MESSAGE
  }

  /**
   * An event.
   *
   * @param pc the instruction of a write, the entry of a function, or what was interrupted
   * @param context of the write or function, or of what was interrupted
   * @param numbers of a write the address, size, value, physical address, origin and what was if
   *     the row tells; of an interrupt the handler; of a switch the tasks' ids; of a message its
   *     level
   * @param text of a message
   */
  record Event(
      long t,
      Kind kind,
      @Nullable Long pc,
      int context,
      List<Optional<Long>> numbers,
      String text) {

    long number(int index) {
      return numbers.get(index).orElse(0L);
    }

    /** Whether an instruction did this whose calling context is known. */
    boolean tellsContext() {
      return switch (kind) {
        case WRITE -> number(4) == 0;
        case CALL, RETURN, INTERRUPT -> true;
        case SWITCH, MESSAGE -> false;
      };
    }
  }

  /**
   * Events before an instant and from it on.
   *
   * @param before the latest ones, in order of time
   * @param after the earliest ones, in order of time
   */
  record Sides(List<Event> before, List<Event> after) {}

  /** So many events on each side, as far as there are so many. */
  Sides around(long t, int count) {
    return new Sides(before(t, count, ""), after(t, count, ""));
  }

  /** The events on either side that are next to an instant and tell of the context. */
  Sides contexts(long t) {
    return new Sides(before(t, 1, TELLS_CONTEXT), after(t, 1, TELLS_CONTEXT));
  }

  private List<Event> before(long t, int count, String wanted) {
    for (long reach = FIRST_LOOK; ; reach *= FARTHER) {
      List<Event> events = between(Math.max(0, t - reach), t - 1, wanted, "DESC", count);
      if (events.size() == count || t <= reach) {
        Collections.reverse(events);
        return events;
      }
    }
  }

  private List<Event> after(long t, int count, String wanted) {
    for (long reach = FIRST_LOOK; ; reach *= FARTHER) {
      List<Event> events = between(t, t + reach, wanted, "ASC", count);
      if (events.size() == count || t + reach >= trace.end()) {
        return events;
      }
    }
  }

  private List<Event> between(long from, long last, String wanted, String order, int count) {
    List<Event> events = new ArrayList<>();
    try (RawRows rows = trace.sessions().query(SQL.formatted(from, last, wanted, order, count))) {
      while (rows.advance()) {
        List<Optional<Long>> numbers = new ArrayList<>();
        for (int column = 6; column < 12; column++) {
          numbers.add(Optional.ofNullable((Long) rows.value(column)));
        }
        Object text = rows.value(12);
        events.add(
            new Event(
                (Long) rows.value(0),
                Kind.valueOf(String.valueOf(rows.value(3))),
                (Long) rows.value(4),
                ((Long) rows.value(5)).intValue(),
                numbers,
                text == null ? "" : text.toString()));
      }
    }
    return events;
  }
}
