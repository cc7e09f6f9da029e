package dev.rrq.planner.why;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.replay.TracedInstruction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows a value back: the write that made it, the load that it came from, the write before. */
public final class Provenance {

  /** A row takes its time: parts are followed until there is a replay for each so many. */
  private static final int ROWS_EACH = 4;

  private final Facts facts;
  private final Explanation explanation;
  private final @Nullable Windows windows;
  private final int most;
  private final List<Parting> parting = new ArrayList<>();
  private int stretches;
  private int stretchesSeen;

  private Provenance(Facts facts, Place place, @Nullable Windows windows, int most) {
    this.facts = facts;
    this.explanation = new Explanation(facts, place);
    this.windows = windows;
    this.most = most;
  }

  /** A part that came apart from the one that is followed first. */
  private interface Parting {
    void tell(boolean isFollowed);
  }

  /**
   * Ways back, one for each run of bytes that came about together.
   *
   * @param told how many of the bytes they are about, from the first on
   * @param stretches how many times lie between a write and what then read it
   * @param stretchesSeen in how many of them stores that changed nothing would have been seen
   */
  public record Answer(List<List<Step>> runs, int told, int stretches, int stretchesSeen) {
    public Answer {
      runs = runs.stream().map(List::copyOf).toList();
    }
  }

  /**
   * The steps back from some bytes at a time.
   *
   * @param paddr physical address of the first
   * @param mask which of the bits, where they are eight bytes at most; all of them if it is -1
   * @param replayable whether instructions can be had
   * @param limit how many steps there may be, roughly
   */
  public static Answer of(
      Facts facts, long paddr, int size, long mask, long t, boolean replayable, int limit) {
    Windows windows = replayable ? new Windows(facts) : null;
    List<List<Step>> steps = new ArrayList<>();
    int told = 0;
    int left = limit;
    int stretches = 0;
    int stretchesSeen = 0;
    List<Runs.Run> runs = Runs.of(facts, new Place(paddr, size, t, 0, mask), windows);
    for (int i = 0; i < runs.size() && left > 0; i++) {
      // What one run leaves is the others'.
      int share = Math.max(1, left / (runs.size() - i));
      Place place = runs.get(i).place();
      Provenance done = of(facts, runs.get(i), windows, share);
      steps.add(done.explanation.steps());
      left -= done.explanation.steps().size();
      stretches += done.stretches;
      stretchesSeen += done.stretchesSeen;
      told = place.at() / Byte.SIZE + place.size();
    }
    return new Answer(steps, told, stretches, stretchesSeen);
  }

  private static Provenance of(Facts facts, Runs.Run run, @Nullable Windows windows, int share) {
    Provenance provenance = new Provenance(facts, run.place(), windows, share);
    provenance.follow(run);
    return provenance;
  }

  private void follow(Runs.Run run) {
    boolean isMade =
        run.origin() instanceof Origin.Constant || run.origin() instanceof Origin.Computed;
    if (run.origin() != null && isMade) {
      made(run, run.origin());
    } else if (run.writes().isEmpty()) {
      explanation.initial(run.place());
    } else if (!run.last().isByInstruction()) {
      explanation.device(run.last(), run.place());
    } else {
      follow(run.place());
    }
  }

  /** Several stores of what one instruction gave. */
  private void made(Runs.Run run, Origin origin) {
    LastWrite last = run.last();
    Place place = run.place();
    long bits =
        place.size() > Long.BYTES
            ? 0
            : facts.value(place.paddr(), place.size(), place.t()).orElse(0L);
    Window seen = window(last.t(), last.t(), Windows.REACHES[0], place.t());
    String text = "'%s', the last of %d such".formatted(seen.text(last), run.writes().size());
    explanation.written(last, place, bits, text);
    count(seen, place);
    explanation.end(origin, place, bits);
  }

  private void count(Window seen, Place place) {
    stretches++;
    stretchesSeen += seen.when().to() >= place.t() ? 1 : 0;
  }

  private void follow(Place whole) {
    chain(whole);
    for (int i = 0; i < parting.size(); i++) {
      parting.get(i).tell(stretches < most / ROWS_EACH && explanation.steps().size() < most);
    }
  }

  private void chain(@Nullable Place from) {
    Place place = from;
    while (place != null) {
      if (explanation.steps().size() >= most) {
        explanation.tooLong(place);
        return;
      }
      Optional<LastWrite> write = place.lastWrite(facts);
      if (write.isEmpty()) {
        explanation.initial(place);
        return;
      }
      place = write(place, write.get());
    }
  }

  /** Those bytes of a place that lie beside some of them go their own way. */
  private void others(Place place, Place followed) {
    Place before = place.part(place.paddr(), followed.paddr()).trimmed();
    Place behind = place.part(followed.end(), place.end()).trimmed();
    for (Place other : List.of(before, behind)) {
      if (!other.isEmpty()) {
        parting.add(
            isFollowed -> {
              if (isFollowed) {
                chain(other);
              } else {
                explanation.notFollowed(other);
              }
            });
      }
    }
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
    return best;
  }

  /** The write that made the bytes, and the memory that they came from; null where it ends. */
  private @Nullable Place write(Place place, LastWrite write) {
    Place part = place.within(write).trimmed();
    if (!write.isByInstruction()) {
      List<Parts.Part> parts = Parts.together(Parts.of(facts, place));
      boolean all = parts.size() == 1 && parts.get(0).place().size() == place.size();
      Place by = all ? place : part;
      explanation.device(write, by);
      others(place, by);
      return null;
    }
    if (windows == null) {
      explanation.written(write, part, write.bitsOf(part), "an instruction");
      others(place, part);
      return fromIndex(write, part);
    }
    if (part.size() < place.trimmed().size()) {
      Optional<CopyLoop> loop = CopyLoop.of(facts, place, write);
      Place source = loop.isEmpty() ? null : copied(loop.get(), write);
      if (source != null) {
        return source;
      }
      Parts.Part fullest = fullest(place);
      others(place, fullest.place());
      return fullest.place().size() < place.size()
          ? write(fullest.place(), fullest.write())
          : single(write, part);
    }
    return single(write, part);
  }

  private @Nullable Place copied(CopyLoop loop, LastWrite last) {
    Place place = loop.place();
    Window seen = window(loop.firstT(), last.t(), Windows.REACHES[0], place.t());
    Optional<Origin.Memory> source = loop.source(facts, seen.trail());
    if (source.isEmpty() || !seen.stores(place, last.t()).isEmpty()) {
      return null;
    }
    String text = "'%s', the last of %d such".formatted(seen.text(last), loop.writes().size());
    explanation.written(last, place, loop.bits(), text);
    count(seen, place);
    return explanation.read(source.get(), last, place);
  }

  private @Nullable Place single(LastWrite write, Place part) {
    Window seen = window(write.t(), write.t(), Windows.REACHES[0], part.t());
    explanation.written(write, part, write.bitsOf(part), "'%s'".formatted(seen.text(write)));
    long stored = silent(seen, write, part);
    List<Strand> strands = strands(seen, stored, part, write);
    for (int i = 1; i < Windows.REACHES.length && isOpen(strands.get(0).origin()); i++) {
      seen = window(stored, stored, Windows.REACHES[i], part.t());
      strands = strands(seen, stored, part, write);
    }
    for (Strand strand : strands.subList(1, strands.size())) {
      parting.add(isFollowed -> other(strand, write, part, isFollowed));
    }
    Strand first = strands.get(0);
    return first.isLeft()
        ? explanation.left((Origin.Memory) first.origin(), write, part)
        : explained(first, write, part, seen.before(stored));
  }

  /** Where what was stored came from: what was changed goes before what was left as it was. */
  private static List<Strand> strands(Window seen, long stored, Place part, LastWrite write) {
    List<Strand> all = seen.trail().ofStore(stored, part);
    boolean leaves = all.stream().anyMatch(Strand::isLeft);
    List<Strand> told = new ArrayList<>();
    for (Strand strand : all) {
      // Zeros beside what was copied are no part of their own, unless they clear what was there.
      boolean fills =
          strand.origin() instanceof Origin.Constant
              && !leaves
              && (write.bitsOf(strand.part()) & strand.part().mask()) == 0;
      if (!fills || told.isEmpty()) {
        told.add(strand);
      }
    }
    if (leaves) {
      told.sort(Comparator.comparing(Strand::isLeft));
    }
    return told;
  }

  private void other(Strand strand, LastWrite write, Place part, boolean isFollowed) {
    if (!(strand.origin() instanceof Origin.Memory memory)) {
      explanation.end(strand.origin(), strand.part(), write.bitsOf(strand.part()));
      return;
    }
    Place source =
        strand.isLeft()
            ? explanation.left(memory, write, part)
            : explanation.read(memory, write, part);
    if (isFollowed) {
      chain(source);
    } else {
      explanation.notFollowed(source);
    }
  }

  private static boolean isOpen(Origin origin) {
    return origin instanceof Origin.Before
        || (origin instanceof Origin.Computed computed
            && computed.inputs().stream().anyMatch(input -> isOpen(input.origin())));
  }

  private Window window(long from, long to, long reach, long use) {
    return Objects.requireNonNull(windows).of(from, to, reach, use);
  }

  /** When the bytes were stored for the last time that was seen, even if that changed nothing. */
  private long silent(Window seen, LastWrite write, Place place) {
    count(seen, place);
    List<TracedInstruction> stores = new ArrayList<>(seen.stores(place, write.t()));
    while (!stores.isEmpty() && leaves(seen, stores.get(stores.size() - 1), place)) {
      stores.remove(stores.size() - 1);
    }
    explanation.silent(stores, place);
    return stores.isEmpty() ? write.t() : stores.get(stores.size() - 1).t();
  }

  /** Whether an instruction stored only what it found there. */
  private static boolean leaves(Window seen, TracedInstruction store, Place place) {
    return seen.trail().ofStore(store.t(), place).stream().allMatch(Strand::isLeft);
  }

  /** Says where the value came from; the memory that it was copied from, if it was. */
  private @Nullable Place explained(
      Strand strand, LastWrite write, Place part, List<TracedInstruction> before) {
    Origin origin = strand.origin();
    if (origin instanceof Origin.Memory memory) {
      return explanation.read(memory, write, part);
    }
    boolean lost =
        origin instanceof Origin.Before
            || origin instanceof Origin.Unknown
            || origin instanceof Origin.Device;
    Place told = strand.part();
    long bits = write.bitsOf(told);
    if (lost && told.isWhole() && SameValue.isRare(bits, told.size())) {
      Optional<SameValue.Found> same = SameValue.among(before, bits, told.size());
      if (same.isPresent()) {
        return explanation.same(origin, same.get(), told, bits, before.size());
      }
    }
    explanation.end(origin, told, bits);
    return null;
  }

  /** Where nothing can be replayed, only the values that were written tell. */
  private @Nullable Place fromIndex(LastWrite write, Place part) {
    long bits = write.bitsOf(part);
    long reach = Windows.REACHES[Windows.REACHES.length - 1];
    if (part.isWhole() && SameValue.isRare(bits, part.size()) && write.t() > 0) {
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
