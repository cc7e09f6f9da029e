package dev.rrq.planner.replay;

import dev.rrq.store.Contexts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Calling contexts that replays have met. What was on the stacks when a replay began is not known,
 * so the outermost frame of each is that of something unknown. Safe for use by several threads.
 */
public final class ReplayedContexts {

  /** Ids from here on are these; the index has fewer. */
  public static final int FIRST = 1 << 30;

  private static final Contexts.Kind[] KINDS = Contexts.Kind.values();

  private final List<Node> nodes = new ArrayList<>();
  private final Map<Node, Integer> ids = new HashMap<>();

  private record Node(int parent, long pc, int kind) {}

  /**
   * The context of a frame.
   *
   * @param parent of this class, or 0 where what called it is not known
   */
  public synchronized int of(int parent, long pc, int kind) {
    return ids.computeIfAbsent(
        new Node(parent, pc, kind),
        node -> {
          nodes.add(node);
          return FIRST + nodes.size() - 1;
        });
  }

  /** Whether a context is one of these. */
  public static boolean isReplayed(int context) {
    return context >= FIRST;
  }

  /** The callers, innermost first. */
  public synchronized List<Contexts.Frame> frames(int context) {
    List<Contexts.Frame> frames = new ArrayList<>();
    int at = context;
    while (isReplayed(at)) {
      Node node = nodes.get(at - FIRST);
      frames.add(new Contexts.Frame(node.pc(), KINDS[node.kind()]));
      at = node.parent();
    }
    return frames;
  }
}
