package dev.rrq.planner.why;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.replay.TracedInstruction;
import java.util.ArrayList;
import java.util.List;

/** The instructions of a time that was replayed. */
final class Window {

  private final Interval when;
  private final List<TracedInstruction> instructions;
  private final Trail trail;

  Window(Interval when, List<TracedInstruction> instructions) {
    this.when = when;
    this.instructions = instructions;
    this.trail = new Trail(instructions);
  }

  Interval when() {
    return when;
  }

  Trail trail() {
    return trail;
  }

  /** The instructions before an instant. */
  List<TracedInstruction> before(long t) {
    return instructions.stream().filter(instruction -> instruction.t() < t).toList();
  }

  /** The text of the instruction that made a store. */
  String text(LastWrite write) {
    String text = "?";
    for (TracedInstruction instruction : instructions) {
      if (instruction.t() == write.t() && (text.equals("?") || !instruction.stores().isEmpty())) {
        text = instruction.text();
      }
    }
    return text;
  }

  /** Stores of all of some bytes after an instant; what no index has of them changed nothing. */
  List<TracedInstruction> stores(Place place, long after) {
    List<TracedInstruction> found = new ArrayList<>();
    for (TracedInstruction instruction : instructions) {
      if (after < instruction.t() && instruction.t() < place.t() && holds(instruction, place)) {
        found.add(instruction);
      }
    }
    return found;
  }

  private static boolean holds(TracedInstruction instruction, Place place) {
    MemoryOperand stored = new MemoryOperand(instruction.stores());
    int first = stored.offsetOf(place.paddr());
    return first >= 0
        && first + place.size() <= instruction.stores().stream().mapToInt(s -> s.size()).sum();
  }
}
