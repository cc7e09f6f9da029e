package dev.rrq.planner.why;

import dev.rrq.planner.replay.ReplayedAccess;
import dev.rrq.planner.replay.TracedInstruction;
import dev.rrq.planner.why.Step.Certainty;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The steps of a way back, in words. */
final class Explanation {

  private final Facts facts;
  private final List<Step> steps = new ArrayList<>();

  /** The bytes that the steps are about now. */
  private Place about;

  Explanation(Facts facts, Place place) {
    this.facts = facts;
    this.about = place;
  }

  List<Step> steps() {
    return steps;
  }

  void tooLong(Place place) {
    about = place;
    steps.add(without(place.t(), Certainty.LONG, "the way back is longer"));
  }

  void initial(Place place) {
    about = place;
    Long bits = value(place, place.t());
    String what = "was there when the index began: nothing has changed it since";
    steps.add(
        new Step(
            null,
            Certainty.INITIAL,
            what,
            null,
            null,
            place.paddr(),
            place.size(),
            bits,
            place.t(),
            about.asked()));
  }

  /** What some bytes held; null where that is not known, or they are more than a number. */
  private @Nullable Long value(Place place, long t) {
    return place.size() > Long.BYTES
        ? null
        : facts.value(place.paddr(), place.size(), t).orElse(null);
  }

  void device(LastWrite write, Place part) {
    about = part;
    String who = write.origin() == 1 ? "the CPU itself wrote it" : "a device wrote it";
    steps.add(ofWrite(write, part, Certainty.DEVICE, who, write.bitsOf(part)));
  }

  void written(LastWrite write, Place part, long bits, String by) {
    about = part;
    steps.add(ofWrite(write, part, Certainty.EXACT, "written by " + by, bits));
  }

  private static Step ofWrite(
      LastWrite write, Place part, Certainty certainty, String what, @Nullable Long bits) {
    Long pc = write.isByInstruction() ? write.pc() : null;
    Long address = write.addressOf(part);
    Long value = part.size() > Long.BYTES ? null : bits;
    return new Step(
        write.t(),
        certainty,
        what,
        pc,
        address,
        part.paddr(),
        part.size(),
        value,
        write.t() + 1,
        part.asked());
  }

  /** Stores between a write and the use of what it wrote. */
  void silent(List<TracedInstruction> stores, Place place) {
    if (stores.isEmpty()) {
      return;
    }
    TracedInstruction last = stores.get(stores.size() - 1);
    MemoryOperand stored = new MemoryOperand(last.stores());
    long address = stored.vaddr(stored.offsetOf(place.paddr()));
    String others =
        stores.size() == 1 ? "" : ", as did %d stores before".formatted(stores.size() - 1);
    // Of the bytes that hold single bits it may have changed others.
    String same = place.isWhole() ? "value" : "bits";
    String what =
        "also written by '%s', which stored the same %s%s".formatted(last.text(), same, others);
    Long bits = place.isWhole() ? value(place, last.t()) : null;
    access(last, Certainty.EXACT, what, address, place.paddr(), place.size(), bits);
  }

  /** What was copied, and the memory that it was copied from. */
  Place read(Origin.Memory memory, LastWrite write, Place part) {
    int wanted = part.size();
    TracedInstruction instruction = memory.instruction();
    String by = " by '" + instruction.text() + "'";
    String what =
        instruction.t() == write.t()
            ? "copied from here by the same instruction"
            : (instruction.text().startsWith("pop") ? "restored from the stack" : "read from here")
                + by;
    if (memory.size() < wanted && memory.isWhole() && memory.shift() % Byte.SIZE == 0) {
      what += part(memory.first(), memory.size(), wanted);
    }
    about = source(memory, part);
    read(memory, Certainty.EXACT, what);
    return about;
  }

  private static Place source(Origin.Memory memory, Place part) {
    int at = part.at() + memory.shift();
    return new Place(memory.paddr(), memory.size(), memory.instruction().t(), at, memory.mask());
  }

  /** What was left as it was while other bits of the same bytes were changed. */
  Place left(Origin.Memory memory, LastWrite write, Place part) {
    about = source(memory, part);
    String by = memory.instruction().text();
    boolean isOne = memory.instruction().t() == write.t();
    String what =
        isOne ? "left as it was by '%s'" : "left as it was: read by '%s', and stored again";
    read(memory, Certainty.EXACT, what.formatted(by));
    return about;
  }

  private void read(Origin.Memory memory, Certainty certainty, String what) {
    access(
        memory.instruction(),
        certainty,
        what,
        memory.vaddr(),
        memory.paddr(),
        memory.size(),
        memory.bits());
  }

  private void access(
      TracedInstruction by,
      Certainty certainty,
      String what,
      long address,
      long paddr,
      int size,
      @Nullable Long bits) {
    steps.add(
        new Step(
            by.t(),
            certainty,
            what,
            by.pc(),
            address,
            paddr,
            size,
            size > Long.BYTES ? null : bits,
            by.t(),
            about.asked()));
  }

  private static String part(int first, int size, int of) {
    String which =
        size == 1 ? "byte " + first : "bytes %d to %d".formatted(first, first + size - 1);
    return ", %s of the %d".formatted(which, of);
  }

  /** The one place that held the value before the way to it was lost. */
  Place same(Origin lost, SameValue.Found found, Place part, long bits, int instructions) {
    TracedInstruction instruction = found.instruction();
    ReplayedAccess access = found.access();
    String what =
        "%s; in the %s before, only '%s' read this value, from here"
            .formatted(reason(lost), count(instructions), instruction.text());
    long address = access.vaddr() + found.paddr() - access.paddr();
    access(instruction, Certainty.SAME_VALUE, what, address, found.paddr(), part.size(), bits);
    return new Place(found.paddr(), part.size(), instruction.t(), part.at(), part.mask());
  }

  /** The one write of the value that the index has of some time before. */
  Place same(LastWrite found, Place part, long bits, long instructions) {
    String what =
        "only a replay would tell; in the %s before, only one wrote this value, here"
            .formatted(count(instructions));
    Place there = new Place(found.paddr(), part.size(), found.t() + 1, part.at(), part.mask());
    steps.add(ofWrite(found, there, Certainty.SAME_VALUE, what, bits));
    return there;
  }

  /** Why the way ends. */
  void end(Origin origin, Place part, long bits) {
    if (origin instanceof Origin.Constant constant) {
      add(constant.instruction(), Certainty.CONSTANT, constant(part, bits), part, bits);
    } else if (origin instanceof Origin.Computed computed) {
      add(computed.instruction(), Certainty.COMPUTED, "computed", part, bits);
      computed.inputs().forEach(this::input);
    } else if (origin instanceof Origin.Device device) {
      add(device.instruction(), Certainty.DEVICE, "read from a device", part, bits);
    } else {
      steps.add(without(null, Certainty.UNKNOWN, reason(origin)));
    }
  }

  /** Bits of one value are set or cleared. */
  private static String constant(Place part, long bits) {
    boolean set = !part.isWhole() && (bits & part.mask()) == part.mask();
    boolean cleared = !part.isWhole() && (bits & part.mask()) == 0;
    return set ? "set" : cleared ? "cleared" : "a constant of the code";
  }

  private static String reason(Origin lost) {
    if (lost instanceof Origin.Before before) {
      return "it was in %s throughout the %s before"
          .formatted(before.register(), count(before.instructions()));
    }
    if (lost instanceof Origin.Device device) {
      return "'%s' read it from a device".formatted(device.instruction().text());
    }
    return lost instanceof Origin.Unknown unknown ? unknown.reason() : "the way is lost";
  }

  private static String count(long instructions) {
    return instructions == 1
        ? "instruction"
        : String.format(Locale.ROOT, "%,d instructions", instructions);
  }

  private Step without(@Nullable Long t, Certainty certainty, String what) {
    return new Step(t, certainty, what, null, null, -1, 0, null, 0, about.asked());
  }

  private void add(TracedInstruction by, Certainty certainty, String what, Place part, long bits) {
    String text = what + " by '" + by.text() + "'";
    steps.add(
        new Step(
            by.t(),
            certainty,
            text,
            by.pc(),
            null,
            -1,
            part.size(),
            part.size() > Long.BYTES ? null : bits,
            by.t(),
            part.asked()));
  }

  // ---- operands ----

  private void input(Origin.Input input) {
    String name = input.name();
    if (input.origin() instanceof Origin.Memory memory) {
      TracedInstruction by = memory.instruction();
      String what =
          name.equals("memory")
              ? "its operand in memory"
              : "%s, read from here by '%s'".formatted(name, by.text());
      read(memory, Certainty.SOURCE, what);
    } else if (input.origin() instanceof Origin.Constant constant) {
      source(name + ", a constant of the code", constant.instruction(), input);
    } else if (input.origin() instanceof Origin.Computed computed) {
      source(name + ", itself computed", computed.instruction(), input);
    } else if (input.origin() instanceof Origin.Device device) {
      source(name + ", read from a device", device.instruction(), input);
    } else {
      String what =
          input.origin() instanceof Origin.Before before
              ? "unchanged throughout the %s before".formatted(count(before.instructions()))
              : reason(input.origin());
      steps.add(source(null, name + ", " + what, null, input));
    }
  }

  private void source(String what, TracedInstruction by, Origin.Input input) {
    steps.add(source(by.t(), what + " by '" + by.text() + "'", by.pc(), input));
  }

  private Step source(@Nullable Long t, String what, @Nullable Long pc, Origin.Input input) {
    return new Step(
        t, Certainty.SOURCE, what, pc, null, -1, input.size(), input.value(), 0, about.asked());
  }

  // ---- the rest of what was asked for ----

  /** The last writes of bytes that are not followed. */
  void notFollowed(Place place) {
    Place rest = place;
    for (Parts.Part part : Parts.together(Parts.of(facts, place))) {
      untouched(rest.part(rest.paddr(), part.place().paddr()).trimmed());
      about = part.place();
      String by = part.writes() == 1 ? "" : ", by %d writes".formatted(part.writes());
      String what = "last changed here" + by + "; not followed from here";
      Long bits = value(part.place(), place.t());
      steps.add(ofWrite(part.write(), part.place(), Certainty.PART, what, bits));
      rest = rest.part(part.place().end(), rest.end());
    }
    untouched(rest.trimmed());
  }

  private void untouched(Place place) {
    if (!place.isEmpty()) {
      initial(place);
    }
  }
}
