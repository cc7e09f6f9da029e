package dev.rrq.planner.exec;

import dev.rrq.grammar.diagnostics.Location;
import dev.rrq.planner.analysis.Bits;
import dev.rrq.planner.analysis.Mapping;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.analysis.Target;
import dev.rrq.planner.analysis.Timeline;
import dev.rrq.planner.rel.EventRelation;
import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.ValuesRelation;
import dev.rrq.planner.type.CTypes;
import dev.rrq.symbols.model.CType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** {@code values of}: what a place held, from the memory at first and the writes since. */
final class PlaceValues {

  private static final int MOST_MOVES = 2_000;

  private final Context context;
  private final Planning planning;
  private final Target target;
  private final Location location;

  PlaceValues(Context context, Planning planning, Target target, Location location) {
    this.context = context;
    this.planning = planning;
    this.target = target;
    this.location = location;
  }

  /** The values, from the writes that changed the place. */
  EventRelation of(EventRelation writes) {
    int moves = target.where().pieces().size() - 1;
    if (moves > MOST_MOVES) {
      throw Problems.error(
          "moves-often",
          location,
          "this place moves " + moves + " times in that time",
          "narrow the time with 'between'");
    }
    ValuesRelation values = new ValuesRelation(planning, writes);
    return isWord() ? ofWord(values) : ofObject(values, writes);
  }

  private boolean isWord() {
    CTypes types = context.trace().types();
    boolean number = types.isScalar(target.type()) || target.type() == CType.VOID_ID;
    return target.bitSize() > 0 || (number && target.length() <= Long.BYTES);
  }

  // ---- numbers ----

  private EventRelation ofWord(ValuesRelation values) {
    List<ValuesRelation.Start> starts = new ArrayList<>();
    List<ValuesRelation.Move> moves = new ArrayList<>();
    @Nullable Mapping before = null;
    for (Timeline.Piece<Mapping> piece : target.where().pieces()) {
      long since = piece.when().from();
      Optional<ObjectBytes> bytes = read(piece.value(), since);
      bytes.ifPresent(there -> starts.add(start(since, there)));
      if (before != null && since > 0) {
        @Nullable Long old = read(before, since - 1).map(this::number).orElse(null);
        @Nullable Long now = bytes.map(this::number).orElse(null);
        if (!Objects.equals(old, now)) {
          boolean appeared = before instanceof Mapping.Unmapped;
          moves.add(new ValuesRelation.Move(since - 1, now, address(piece.value()), appeared));
        }
      }
      before = piece.value();
    }
    return values.ofWord(context.trace().types(), target, starts, moves);
  }

  private ValuesRelation.Start start(long since, ObjectBytes bytes) {
    long known = 0;
    long bits = 0;
    for (int i = 0; i < target.length(); i++) {
      if (bytes.isKnown(i, 1)) {
        known |= 0xffL << (i * Byte.SIZE);
        bits |= bytes.number(i, 1) << (i * Byte.SIZE);
      }
    }
    return new ValuesRelation.Start(since, bits, known);
  }

  /** The value of all bytes; null if some are not known. */
  private @Nullable Long number(ObjectBytes bytes) {
    int length = (int) target.length();
    if (!bytes.isKnown(0, length)) {
      return null;
    }
    int width = target.bitSize() > 0 ? target.bitSize() : length * Byte.SIZE;
    boolean signed = context.trace().types().isSigned(target.type());
    return Bits.extract(bytes.number(0, length), target.bitShift(), width, signed);
  }

  private Optional<ObjectBytes> read(Mapping mapping, long t) {
    return mapping instanceof Mapping.Mapped mapped
        ? Optional.of(
            ObjectBytes.read(context.trace().store().memory(), mapped, (int) target.length(), t))
        : Optional.empty();
  }

  private static @Nullable Long address(Mapping mapping) {
    if (!(mapping instanceof Mapping.Mapped mapped)) {
      return null;
    }
    OptionalLong virtual = mapped.virtual();
    return virtual.isPresent() ? virtual.getAsLong() : mapped.extents().get(0).start();
  }

  // ---- objects ----

  private EventRelation ofObject(ValuesRelation values, EventRelation writes) {
    ObjectHistory history = new ObjectHistory(context, planning, target, location);
    history.replay(writes);
    return values.ofObject(history.texts(), history.moves());
  }
}
