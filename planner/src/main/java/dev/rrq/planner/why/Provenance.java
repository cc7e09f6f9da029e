package dev.rrq.planner.why;

import dev.rrq.planner.replay.ReplayedAccess;
import dev.rrq.planner.replay.TracedInstruction;
import dev.rrq.planner.why.Step.Certainty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows a value back: the write that made it, the load that it came from, the write before. */
public final class Provenance {

  private static final int MOST_STEPS = 40;

  /** How far back registers are followed, one try after the other. */
  private static final long[] REACHES = {20_000, 400_000};

  private final Facts facts;
  private final List<Step> steps = new ArrayList<>();

  private Provenance(Facts facts) {
    this.facts = facts;
  }

  /**
   * The steps back from some bytes at a time.
   *
   * @param paddr physical address of the first
   * @param size 1 to 8 if the value of the first step is to be one; else any
   */
  public static List<Step> of(Facts facts, long paddr, int size, long t) {
    Provenance provenance = new Provenance(facts);
    provenance.follow(paddr, size, t);
    return List.copyOf(provenance.steps);
  }

  /** Some bytes of memory at a time. */
  private record Place(long paddr, int size, long t) {}

  private void follow(long paddr, int size, long t) {
    Place place = new Place(paddr, size, t);
    while (place != null) {
      if (steps.size() >= MOST_STEPS) {
        steps.add(
            new Step(place.t(), Certainty.LONG, "the way back is longer", null, null, -1, 0, null));
        return;
      }
      place = write(place);
    }
  }

  /** The write that made the bytes, and the memory that they came from; null where it ends. */
  private @Nullable Place write(Place place) {
    Optional<LastWrite> found = facts.lastWrite(place.paddr(), place.size(), place.t());
    if (found.isEmpty()) {
      steps.add(
          new Step(
              null,
              Certainty.INITIAL,
              "was there when the index began: nothing has changed it since",
              null,
              null,
              place.paddr(),
              place.size(),
              place.size() <= Long.BYTES
                  ? facts.value(place.paddr(), place.size(), place.t()).orElse(null)
                  : null));
      return null;
    }
    LastWrite write = found.get();
    if (write.origin() != 0 || write.pc() == null) {
      String who = write.origin() == 1 ? "the CPU itself wrote it" : "a device wrote it";
      steps.add(
          new Step(
              write.t(),
              Certainty.DEVICE,
              who,
              null,
              write.address(),
              write.paddr(),
              write.size(),
              write.bits()));
      return null;
    }
    return source(place, write);
  }

  private @Nullable Place source(Place place, LastWrite write) {
    Origin origin = new Origin.Unknown("nothing was traced");
    String text = "";
    for (long reach : REACHES) {
      List<TracedInstruction> instructions = facts.upTo(write.t(), reach);
      text = text(instructions, write.t());
      origin = new Trail(instructions).ofStore(write.t(), write.paddr());
      if (!isOpen(origin)) {
        break;
      }
    }
    steps.add(
        new Step(
            write.t(),
            Certainty.EXACT,
            "written by '" + text + "'" + partly(place, write),
            write.pc(),
            write.address(),
            write.paddr(),
            write.size(),
            write.bits()));
    return explained(place, write, origin);
  }

  private static boolean isOpen(Origin origin) {
    return origin instanceof Origin.Before
        || (origin instanceof Origin.Computed computed
            && computed.inputs().stream().allMatch(input -> isOpen(input.origin()))
            && !computed.inputs().isEmpty());
  }

  private static String text(List<TracedInstruction> instructions, long t) {
    return instructions.stream()
        .filter(instruction -> instruction.t() == t)
        .map(TracedInstruction::text)
        .findFirst()
        .orElse("?");
  }

  private static String partly(Place place, LastWrite write) {
    boolean all =
        write.paddr() <= place.paddr()
            && place.paddr() + place.size() <= write.paddr() + write.size();
    return all ? "" : ", the last to change these bytes, others of which are older";
  }

  /** Says where the value came from; the memory that it was copied from, if it was. */
  private @Nullable Place explained(Place place, LastWrite write, Origin origin) {
    if (origin instanceof Origin.Memory memory) {
      return copied(place, write, memory);
    } else if (origin instanceof Origin.Constant constant) {
      add(constant.instruction(), Certainty.CONSTANT, "a constant of the code", write);
    } else if (origin instanceof Origin.Computed computed) {
      add(computed.instruction(), Certainty.COMPUTED, "computed", write);
      computed.inputs().forEach(this::input);
    } else if (origin instanceof Origin.Before before) {
      steps.add(
          unknown(
              "it was in %s for more than %d instructions"
                  .formatted(before.register(), before.instructions())));
    } else if (origin instanceof Origin.Unknown unknown) {
      steps.add(unknown(unknown.reason()));
    }
    return null;
  }

  private static Step unknown(String what) {
    return new Step(null, Certainty.UNKNOWN, what, null, null, -1, 0, null);
  }

  private void add(
      TracedInstruction instruction, Certainty certainty, String what, LastWrite write) {
    steps.add(
        new Step(
            instruction.t(),
            certainty,
            what + " by '" + instruction.text() + "'",
            instruction.pc(),
            null,
            -1,
            write.size(),
            write.bits()));
  }

  private Place copied(Place place, LastWrite write, Origin.Memory memory) {
    ReplayedAccess load = memory.load();
    if (load.t() != write.t()) {
      steps.add(
          new Step(
              load.t(),
              Certainty.EXACT,
              verb(memory.instruction()) + " by '" + memory.instruction().text() + "'",
              memory.instruction().pc(),
              load.vaddr(),
              load.paddr(),
              load.size(),
              load.newValue()));
    } else {
      steps.add(
          new Step(
              load.t(),
              Certainty.EXACT,
              "copied from here by the same instruction",
              memory.instruction().pc(),
              load.vaddr(),
              load.paddr(),
              load.size(),
              load.newValue()));
    }
    long skipped = Math.max(0, place.paddr() - write.paddr());
    long wanted =
        Math.min(place.paddr() + place.size(), write.paddr() + write.size())
            - Math.max(place.paddr(), write.paddr());
    boolean inside = skipped + wanted <= load.size();
    long from = inside ? load.paddr() + skipped : load.paddr();
    int size = (int) (inside ? wanted : Math.min(load.size(), write.size()));
    return new Place(from, size, load.t());
  }

  private static String verb(TracedInstruction instruction) {
    return instruction.text().startsWith("pop") ? "restored from the stack" : "read from here";
  }

  private void input(Origin.Input input) {
    String name = input.name();
    if (input.origin() instanceof Origin.Memory memory) {
      ReplayedAccess load = memory.load();
      steps.add(
          new Step(
              load.t(),
              Certainty.SOURCE,
              (name.equals("memory") ? "its operand in memory" : name + ", read from here")
                  + (name.equals("memory") ? "" : " by '" + memory.instruction().text() + "'"),
              memory.instruction().pc(),
              load.vaddr(),
              load.paddr(),
              load.size(),
              load.newValue()));
    } else if (input.origin() instanceof Origin.Constant constant) {
      source(name + ", a constant of the code", constant.instruction());
    } else if (input.origin() instanceof Origin.Computed computed) {
      source(name + ", itself computed", computed.instruction());
    } else if (input.origin() instanceof Origin.Before before) {
      steps.add(
          new Step(
              null,
              Certainty.SOURCE,
              "%s, unchanged for more than %d instructions".formatted(name, before.instructions()),
              null,
              null,
              -1,
              0,
              null));
    }
  }

  private void source(String what, TracedInstruction instruction) {
    steps.add(
        new Step(
            instruction.t(),
            Certainty.SOURCE,
            what + " by '" + instruction.text() + "'",
            instruction.pc(),
            null,
            -1,
            0,
            null));
  }
}
