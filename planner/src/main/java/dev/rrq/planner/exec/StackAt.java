package dev.rrq.planner.exec;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Mapping;
import dev.rrq.planner.duckdb.RawRows;
import dev.rrq.planner.exec.NearbyEvents.Event;
import dev.rrq.planner.exec.NearbyEvents.Kind;
import dev.rrq.planner.exec.NearbyEvents.Sides;
import dev.rrq.planner.trace.Trace;
import dev.rrq.store.Contexts;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calling context at any instant, from the events next to it. An event tells the context before
 * its instruction; between two of them it is what both agree on.
 */
final class StackAt {

  /** The longest call instruction. */
  private static final int LONGEST_CALL = 8;

  /** {@code e8}, four bytes of distance. */
  private static final int DIRECT_CALL = 5;

  private static final int DIRECT_CALL_CODE = 0xe8;

  private final Trace trace;
  private final Contexts contexts;

  StackAt(Trace trace) {
    this.trace = trace;
    this.contexts = trace.store().contexts();
  }

  /**
   * A stack.
   *
   * @param context of the innermost frame, or the innermost that is known
   * @param pc the instruction, if an event is exactly there
   * @param entry of the innermost function, if it is known
   * @param whole whether no frame is missing
   */
  record Stack(int context, Optional<Long> pc, OptionalLong entry, boolean whole) {}

  /** The stack before the instruction of an instant. */
  Stack at(long t) {
    Sides sides = new NearbyEvents(trace).contexts(t);
    Event next = sides.after().isEmpty() ? null : sides.after().get(0);
    if (next != null && next.t() == t) {
      return exactly(next);
    }
    Event before = sides.before().isEmpty() ? null : sides.before().get(0);
    if (before == null || next == null) {
      return new Stack(Contexts.ROOT, Optional.empty(), OptionalLong.empty(), false);
    }
    OptionalInt after = after(before, next);
    int until = until(next, t, after);
    boolean agree = after.isPresent() && after.getAsInt() == until;
    return agree
        ? new Stack(until, Optional.empty(), function(until, t), true)
        : new Stack(common(before, until), Optional.empty(), OptionalLong.empty(), false);
  }

  private Stack exactly(Event event) {
    return event.kind() == Kind.RETURN
        ? new Stack(event.context(), Optional.empty(), OptionalLong.of(address(event)), true)
        : new Stack(event.context(), Optional.ofNullable(event.pc()), OptionalLong.empty(), true);
  }

  private static long address(Event event) {
    return event.pc() == null ? 0 : event.pc();
  }

  /** The context behind an event's instruction; empty if only what follows could tell. */
  private OptionalInt after(Event event, Event next) {
    switch (event.kind()) {
      case WRITE -> {
        // A call instruction writes its return address.
        boolean calls = isCalledBy(next.context(), event.context(), address(event));
        return OptionalInt.of(calls ? next.context() : event.context());
      }
      case RETURN -> {
        return OptionalInt.of(contexts.parent(event.context()));
      }
      case INTERRUPT -> {
        int child = next.context();
        boolean handles =
            contexts.parent(child) == event.context()
                && contexts.frame(child).kind() == Contexts.Kind.INTERRUPT
                && contexts.frame(child).pc() == address(event);
        return handles ? OptionalInt.of(child) : OptionalInt.empty();
      }
      default -> {
        return OptionalInt.of(event.context());
      }
    }
  }

  private boolean isCalledBy(int context, int caller, long instruction) {
    if (context == Contexts.ROOT || contexts.parent(context) != caller) {
      return false;
    }
    long distance = contexts.frame(context).pc() - instruction;
    return contexts.frame(context).kind() == Contexts.Kind.CALL
        && distance > 0
        && distance <= LONGEST_CALL;
  }

  /** The context at an instant before an event, if none lies between. */
  private int until(Event next, long t, OptionalInt before) {
    int context = next.context();
    boolean entered =
        next.kind() == Kind.CALL
            && before.isPresent()
            && before.getAsInt() == contexts.parent(context)
            && context != Contexts.ROOT;
    // The instruction before the entry is the call, if it calls directly.
    return entered && t < next.t() && isDirect(context, address(next), next.t())
        ? contexts.parent(context)
        : context;
  }

  private boolean isDirect(int context, long entry, long t) {
    Contexts.Frame frame = contexts.frame(context);
    if (frame.kind() != Contexts.Kind.CALL) {
      return false;
    }
    long call = frame.pc() - DIRECT_CALL;
    Mapping mapping = trace.space().physical(call, DIRECT_CALL, Interval.at(t)).first().value();
    if (!(mapping instanceof Mapping.Mapped mapped)) {
      return false;
    }
    ObjectBytes code = ObjectBytes.read(trace.store().memory(), mapped, DIRECT_CALL, t);
    return code.isKnown(0, DIRECT_CALL)
        && code.number(0, 1) == DIRECT_CALL_CODE
        && frame.pc() + (int) code.number(1, Integer.BYTES) == entry;
  }

  /** The innermost context that two have in common. */
  private int common(Event before, int context) {
    Set<Integer> callers = new HashSet<>();
    for (int at = before.context(); at != Contexts.ROOT; at = contexts.parent(at)) {
      callers.add(at);
    }
    int at = context;
    while (at != Contexts.ROOT && !callers.contains(at)) {
      at = contexts.parent(at);
    }
    return at;
  }

  /** The function that runs in a context; empty if none is known, or several may. */
  private OptionalLong function(int context, long t) {
    String sql =
        """
        SELECT DISTINCT entry FROM call_rows WHERE context = %d AND t <= %d AND ending <> 4
          AND (t + duration > %d OR (ending = 0 AND t + duration = %d) OR ending = 3)
        """
            .formatted(context, t, t, t);
    @Nullable Long entry = null;
    try (RawRows rows = trace.sessions().query(sql)) {
      while (rows.advance()) {
        if (entry != null) {
          return OptionalLong.empty();
        }
        entry = (Long) rows.value(0);
      }
    }
    return entry == null ? OptionalLong.empty() : OptionalLong.of(entry);
  }
}
