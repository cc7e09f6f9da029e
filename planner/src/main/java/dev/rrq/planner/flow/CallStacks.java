package dev.rrq.planner.flow;

import dev.rrq.store.Contexts;
import dev.rrq.store.Contexts.Frame;
import dev.rrq.store.Contexts.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the call stacks of calling contexts hold. A context's number is higher than that of its
 * caller, so one pass from the first to the last follows the tree.
 */
public final class CallStacks {

  private static final byte NO_INTERRUPT = 0;
  private static final byte INTERRUPT = 1;

  /** The same context was entered by an interrupt at one time and by an exception at another. */
  private static final byte BOTH = 2;

  private final Contexts contexts;

  /** The stacks of a tree of contexts. */
  public CallStacks(Contexts contexts) {
    this.contexts = contexts;
  }

  /**
   * An interrupt or exception.
   *
   * @param context of what was interrupted
   * @param pc where that was
   * @param hardware whether a device or timer interrupted, not the program itself
   */
  public record Entry(long t, long end, int context, long pc, boolean hardware) {
    private Place place() {
      return new Place(context, pc);
    }

    private boolean covers(long instant) {
      return t <= instant && instant < end;
    }
  }

  private record Place(int context, long pc) {}

  /** Where a call returns to; null if no call made this context. */
  public @Nullable Long returnTo(int context) {
    if (context == Contexts.ROOT) {
      return null;
    }
    Frame frame = contexts.frame(context);
    return frame.kind() == Kind.CALL ? frame.pc() : null;
  }

  /** The contexts with a caller, or something interrupted, in this code. */
  public BitSet under(CodeRanges code) {
    BitSet found = new BitSet(contexts.size());
    for (int id = 1; id < contexts.size(); id++) {
      Frame frame = contexts.frame(id);
      long at = frame.kind() == Kind.CALL ? frame.pc() - 1 : frame.pc();
      if (found.get(contexts.parent(id)) || code.contains(at)) {
        found.set(id);
      }
    }
    return found;
  }

  /** Tells which events took place in interrupt context. */
  public InterruptContext interrupts(List<Entry> entries) {
    Map<Place, List<Entry>> byPlace = new HashMap<>();
    for (Entry entry : entries) {
      byPlace.computeIfAbsent(entry.place(), place -> new ArrayList<>()).add(entry);
    }
    byte[] states = new byte[contexts.size()];
    Map<Integer, List<Entry>> ambiguous = new HashMap<>();
    for (int id = 1; id < states.length; id++) {
      states[id] = states[contexts.parent(id)];
      if (contexts.frame(id).kind() == Kind.INTERRUPT && states[id] != INTERRUPT) {
        Place place = new Place(contexts.parent(id), contexts.frame(id).pc());
        List<Entry> here = byPlace.getOrDefault(place, List.of());
        List<Entry> hardware = here.stream().filter(Entry::hardware).toList();
        if (!hardware.isEmpty() && hardware.size() == here.size()) {
          states[id] = INTERRUPT;
        } else if (!hardware.isEmpty()) {
          states[id] = BOTH;
          ambiguous.put(id, hardware);
        }
      }
    }
    return (context, t) ->
        states[context] == INTERRUPT
            || (states[context] != NO_INTERRUPT && isWithin(ambiguous, context, t));
  }

  private boolean isWithin(Map<Integer, List<Entry>> ambiguous, int context, long t) {
    for (int at = context; at != Contexts.ROOT; at = contexts.parent(at)) {
      if (ambiguous.getOrDefault(at, List.of()).stream().anyMatch(entry -> entry.covers(t))) {
        return true;
      }
    }
    return false;
  }

  /** Tells which events took place in interrupt context. */
  public interface InterruptContext {

    /** No event did. */
    InterruptContext NEVER = (context, t) -> false;

    /** Whether an event of this context did. */
    boolean holds(int context, long t);
  }
}
