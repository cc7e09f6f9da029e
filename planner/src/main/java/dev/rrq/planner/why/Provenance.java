package dev.rrq.planner.why;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.replay.TracedInstruction;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows a value back: the write that made it, the load that it came from, the write before. */
public final class Provenance {

  private static final int MOST_STEPS = 40;

  /** How far back registers are followed, one try after the other. */
  private static final long[] REACHES = {20_000, 400_000};

  /** A window that was replayed already is used again if it goes back so far. */
  private static final long LEAST_REACH = 2_000;

  /** For so long after a write stores are looked for that changed nothing. */
  private static final long AFTERWARDS = 20_000;

  private final Facts facts;
  private final Explanation explanation;
  private final boolean replayable;
  private @Nullable Window window;
  private int stretches;
  private int stretchesSeen;

  private Provenance(Facts facts, boolean replayable) {
    this.facts = facts;
    this.explanation = new Explanation(facts);
    this.replayable = replayable;
  }

  /**
   * A way back.
   *
   * @param stretches how many times lie between a write and what then read it
   * @param stretchesSeen in how many of them stores that changed nothing would have been seen
   */
  public record Answer(List<Step> steps, int stretches, int stretchesSeen) {
    public Answer {
      steps = List.copyOf(steps);
    }
  }

  /**
   * The steps back from some bytes at a time.
   *
   * @param paddr physical address of the first
   * @param size 1 to 8
   * @param replayable whether instructions can be had
   */
  public static Answer of(Facts facts, long paddr, int size, long t, boolean replayable) {
    Provenance provenance = new Provenance(facts, replayable);
    provenance.follow(new Place(paddr, size, t));
    return new Answer(
        provenance.explanation.steps(), provenance.stretches, provenance.stretchesSeen);
  }

  private void follow(Place whole) {
    Place place = whole;
    while (place != null) {
      if (explanation.steps().size() >= MOST_STEPS) {
        explanation.tooLong(place);
        break;
      }
      Optional<LastWrite> write = facts.lastWrite(place.paddr(), place.size(), place.t());
      if (write.isEmpty()) {
        explanation.initial(place);
        break;
      }
      place = write(place, write.get(), place.equals(whole));
    }
    explanation.otherParts(whole);
  }

  /** Of the parts of what was copied the one that holds most. */
  private Parts.Part fullest(Place place) {
    List<Parts.Part> parts = Parts.of(facts, place);
    List<Parts.Part> together = Parts.together(parts);
    List<Parts.Part> candidates = together.size() > 1 ? together : parts;
    Parts.Part best = candidates.get(0);
    for (Parts.Part part : candidates) {
      best = part.fullness() > best.fullness() ? part : best;
    }
    explanation.otherParts(place, best.place());
    return best;
  }

  /** The write that made the bytes, and the memory that they came from; null where it ends. */
  private @Nullable Place write(Place place, LastWrite write, boolean first) {
    Place part = place.within(write);
    if (!write.isByInstruction()) {
      explanation.device(write, part);
      return null;
    }
    if (!replayable) {
      explanation.written(write, part, write.bitsOf(part), "an instruction");
      return fromIndex(write, part);
    }
    if (part.size() < place.size()) {
      Optional<CopyLoop> loop = CopyLoop.of(facts, place, write);
      Place source = loop.isEmpty() ? null : copied(loop.get(), write);
      if (source != null) {
        return source;
      }
      if (!first) {
        Parts.Part followed = fullest(place);
        return write(followed.place(), followed.write(), false);
      }
    }
    return single(write, part);
  }

  private @Nullable Place copied(CopyLoop loop, LastWrite last) {
    Place place = loop.place();
    Window seen = window(loop.firstT(), last.t(), REACHES[0], place.t());
    Optional<Origin.Memory> source = loop.source(facts, seen.trail());
    if (source.isEmpty() || !seen.stores(place, last.t()).isEmpty()) {
      return null;
    }
    String text = "'%s', the last of %d such".formatted(seen.text(last), loop.writes().size());
    explanation.written(last, place, loop.bits(), text);
    stretches++;
    stretchesSeen += seen.when().to() >= place.t() ? 1 : 0;
    return explanation.read(source.get(), last, place.size());
  }

  private @Nullable Place single(LastWrite write, Place part) {
    Window seen = window(write.t(), write.t(), REACHES[0], part.t());
    explanation.written(write, part, write.bitsOf(part), "'%s'".formatted(seen.text(write)));
    long stored = silent(seen, write, part);
    Origin origin = seen.trail().ofStore(stored, part.paddr(), part.size());
    for (int i = 1; i < REACHES.length && isOpen(origin); i++) {
      seen = window(stored, stored, REACHES[i], part.t());
      origin = seen.trail().ofStore(stored, part.paddr(), part.size());
    }
    return explained(origin, write, part, seen.before(stored));
  }

  private static boolean isOpen(Origin origin) {
    return origin instanceof Origin.Before
        || (origin instanceof Origin.Computed computed
            && computed.inputs().stream().anyMatch(input -> isOpen(input.origin())));
  }

  /**
   * What was replayed of a time, from so many instructions before it to some time after it.
   *
   * @param use when the value was used; nothing behind it matters
   */
  private Window window(long from, long to, long reach, long use) {
    long end = Math.max(to + 1, Math.min(use, to + 1 + AFTERWARDS));
    Window known = window;
    long enough = reach == REACHES[0] ? LEAST_REACH : reach;
    if (known != null
        && known.when().from() <= Math.max(0, from + 1 - enough)
        && known.when().to() >= end) {
      return known;
    }
    Interval when = new Interval(Math.max(0, from + 1 - reach), end);
    Window traced = new Window(when, facts.trace(when));
    window = traced;
    return traced;
  }

  /** When the bytes were stored for the last time that was seen, even if that changed nothing. */
  private long silent(Window seen, LastWrite write, Place place) {
    stretches++;
    if (seen.when().to() >= place.t()) {
      stretchesSeen++;
    }
    List<TracedInstruction> stores = seen.stores(place, write.t());
    explanation.silent(stores, place);
    return stores.isEmpty() ? write.t() : stores.get(stores.size() - 1).t();
  }

  /** Says where the value came from; the memory that it was copied from, if it was. */
  private @Nullable Place explained(
      Origin origin, LastWrite write, Place part, List<TracedInstruction> before) {
    if (origin instanceof Origin.Memory memory) {
      return explanation.read(memory, write, part.size());
    }
    boolean lost =
        origin instanceof Origin.Before
            || origin instanceof Origin.Unknown
            || origin instanceof Origin.Device;
    long bits = write.bitsOf(part);
    if (lost && SameValue.isRare(bits, part.size())) {
      Optional<SameValue.Found> same = SameValue.among(before, bits, part.size());
      if (same.isPresent()) {
        return explanation.same(origin, same.get(), part, bits, before.size());
      }
    }
    explanation.end(origin, part, bits);
    return null;
  }

  /** Where nothing can be replayed, only the values that were written tell. */
  private @Nullable Place fromIndex(LastWrite write, Place part) {
    long bits = write.bitsOf(part);
    long reach = REACHES[REACHES.length - 1];
    if (SameValue.isRare(bits, part.size()) && write.t() > 0) {
      Interval when = new Interval(Math.max(0, write.t() - reach), write.t());
      Optional<LastWrite> same = SameValue.amongWrites(facts.writesOf(bits, part.size(), when));
      if (same.isPresent()) {
        return explanation.same(same.get(), part, bits, reach);
      }
    }
    explanation.end(new Origin.Unknown("only a replay would tell"), part, bits);
    return null;
  }
}
