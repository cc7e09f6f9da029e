package dev.rrq.planner.exec;

import dev.rrq.grammar.diagnostics.Location;
import dev.rrq.planner.analysis.Mapping;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.analysis.Target;
import dev.rrq.planner.analysis.Timeline;
import dev.rrq.planner.duckdb.Optimizer;
import dev.rrq.planner.duckdb.RawRows;
import dev.rrq.planner.rel.EventRelation;
import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.ValuesRelation;
import dev.rrq.planner.type.CTypes;
import dev.rrq.planner.type.ValueText;
import dev.rrq.symbols.model.CType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** An object that is too large for a number, written out anew after each change. */
final class ObjectHistory {

  private static final int LARGEST = 64 << 10;
  private static final int MOST_CHANGES = 50_000;

  private final Context context;
  private final Planning planning;
  private final Target target;
  private final Location location;
  private final ValueText values;
  private final int type;
  private final List<ValuesRelation.Text> texts = new ArrayList<>();
  private final List<ValuesRelation.Move> moves = new ArrayList<>();

  ObjectHistory(Context context, Planning planning, Target target, Location location) {
    this.context = context;
    this.planning = planning;
    this.target = target;
    this.location = location;
    CTypes types = context.trace().types();
    this.values = context.values();
    this.type =
        target.type() == CType.VOID_ID
            ? types.arrayOf(types.base("u8"), target.length())
            : target.type();
    if (target.length() > LARGEST) {
      throw Problems.error(
          "too-large",
          location,
          "this object has " + target.length() + " bytes, too many to write out at each change",
          "ask for a member or an element");
    }
  }

  /** What it was after each write. */
  List<ValuesRelation.Text> texts() {
    return texts;
  }

  /** What it was where it came to be elsewhere. */
  List<ValuesRelation.Move> moves() {
    return moves;
  }

  /** Goes through the writes in order. */
  void replay(EventRelation writes) {
    List<Timeline.Piece<Mapping>> pieces = target.where().pieces();
    try (RawRows rows =
        Optimizer.optimize(ValuesRelation.stores(planning, writes))
            .open(context.trace().sessions())) {
      int piece = 0;
      @Nullable ObjectBytes bytes = read(pieces.get(0).value(), pieces.get(0).when().from());
      while (rows.advance()) {
        ValuesRelation.Store store = ValuesRelation.store(rows);
        while (store.t() >= pieces.get(piece).when().to()) {
          bytes = moved(bytes, pieces.get(++piece));
        }
        if (bytes != null) {
          bytes.apply(store.at(), store.size(), store.bits());
          add(store, text(bytes));
        }
      }
      while (++piece < pieces.size()) {
        bytes = moved(bytes, pieces.get(piece));
      }
    }
  }

  private void add(ValuesRelation.Store store, @Nullable String text) {
    if (texts.size() >= MOST_CHANGES) {
      throw Problems.error(
          "changes-often",
          location,
          "this object changes more than " + MOST_CHANGES + " times in that time",
          "narrow the time with 'between', or ask for a member");
    }
    texts.add(
        new ValuesRelation.Text(
            store.t(), store.seq(), store.at(), Objects.requireNonNullElse(text, "?")));
  }

  private @Nullable ObjectBytes moved(@Nullable ObjectBytes before, Timeline.Piece<Mapping> piece) {
    long since = piece.when().from();
    @Nullable ObjectBytes bytes = read(piece.value(), since);
    @Nullable String now = text(bytes);
    if (!Objects.equals(text(before), now) && since > 0) {
      @Nullable Long address = null;
      if (piece.value() instanceof Mapping.Mapped mapped) {
        OptionalLong virtual = mapped.virtual();
        address = virtual.isPresent() ? virtual.getAsLong() : mapped.extents().get(0).start();
      }
      moves.add(new ValuesRelation.Move(since - 1, now, address, before == null));
    }
    return bytes;
  }

  private @Nullable ObjectBytes read(Mapping mapping, long t) {
    return mapping instanceof Mapping.Mapped mapped
        ? ObjectBytes.read(context.trace().store().memory(), mapped, (int) target.length(), t)
        : null;
  }

  private @Nullable String text(@Nullable ObjectBytes bytes) {
    return bytes == null ? null : values.formatter().format(type, bytes.all());
  }
}
