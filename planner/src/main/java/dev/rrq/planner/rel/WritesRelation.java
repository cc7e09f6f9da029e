package dev.rrq.planner.rel;

import dev.rrq.planner.analysis.Extent;
import dev.rrq.planner.analysis.Target;
import dev.rrq.planner.replay.ReplayedAccess;
import dev.rrq.planner.type.CTypes;
import dev.rrq.store.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;

/**
 * The stores that changed a place.
 *
 * <p>A row that covers a scalar place whole shows the place: its address, its size, its value
 * before and after. Any other row shows the store: its address, size and raw bits. So a byte store
 * into an {@code int} shows one byte, and a store of 8 bytes over {@code char[16]} shows 8.
 */
public final class WritesRelation {

  /** Position of the shown bytes within the place; for the text of values. */
  public static final String OFFSET = "$offset";

  /** Position of the stored bytes within the place; negative where the store begins before it. */
  static final String STORED_AT = "$stored_at";

  /** Number of the stored bytes. */
  static final String STORED_SIZE = "$stored_size";

  /** The stored bytes. */
  static final String STORED = "$stored";

  /** When the place came to be where it was. */
  static final String PIECE = "$piece";

  /** Order among rows of one time. */
  public static final String SEQUENCE = "$seq";

  private final RelBuilder builder;
  private final Rex rex;
  private final CTypes types;
  private final Target target;
  private final Wanted wanted;
  private final PlacePieces pieces;
  private final boolean tasksAreKnown;

  private WritesRelation(Planning planning, CTypes types, Target target, Wanted wanted) {
    this.wanted = wanted;
    this.builder = planning.builder();
    this.rex = planning.rex();
    this.types = types;
    this.target = target;
    this.pieces = new PlacePieces(builder, rex, target.where());
    this.tasksAreKnown = !planning.flow().tasks().isEmpty();
  }

  /** The changes of a place, over the time that it was resolved for. */
  public static EventRelation of(Planning planning, CTypes types, Target target) {
    return of(planning, types, target, Wanted.CHANGES);
  }

  /** The accesses to a place, over the time that it was resolved for. */
  public static EventRelation of(Planning planning, CTypes types, Target target, Wanted wanted) {
    return new WritesRelation(planning, types, target, wanted).relation();
  }

  /** Which accesses are events. */
  public enum Wanted {
    /** Stores that changed the place; the index has them. */
    CHANGES("write"),
    /** All stores. */
    STORES("store"),
    /** Loads. */
    READS("read"),
    /** Both. */
    ACCESSES("access");

    private final String noun;

    Wanted(String noun) {
      this.noun = noun;
    }

    private Set<ReplayedAccess.Kind> kinds() {
      return switch (this) {
        case CHANGES, STORES -> Set.of(ReplayedAccess.Kind.STORE);
        case READS -> Set.of(ReplayedAccess.Kind.READ);
        case ACCESSES -> Set.of(ReplayedAccess.Kind.STORE, ReplayedAccess.Kind.READ);
      };
    }

    /** Whether the index has no such events. */
    public boolean needsReplay() {
      return this != CHANGES;
    }
  }

  /** The rows of accesses: those of the index, or those of a replay. */
  private void scan() {
    builder.scan(Schema.SEGMENT_ROWS.name());
    if (wanted.needsReplay()) {
      RelNode table = builder.build();
      builder.push(
          ReplayScan.logical(
              table.getCluster(),
              java.util.Objects.requireNonNull(table.getTable()),
              ReplayScan.Reading.of(wanted.kinds())));
    }
  }

  private EventRelation relation() {
    scan();
    builder.filter(pieces.reach());
    PlacePieces.Located located = pieces.locate();
    RexNode distance = rex.minus(field("paddr"), located.start());
    builder.filter(changed(located, distance));
    WritesColumns known = new WritesColumns(builder, rex, types, target, wanted);
    List<EventColumn> columns = new ArrayList<>(known.ofAccesses(located, distance, tasksAreKnown));
    builder.scan(Schema.SITES.name());
    builder.join(JoinRelType.LEFT, rex.equal(builder.field(2, 0, "pc"), builder.field(2, 1, "pc")));
    columns.addAll(0, known.ofSites());
    RelNode rows = builder.build();
    return new EventRelation(
        wanted.noun, rows, WritesColumns.inOrder(columns), List.of("t", SEQUENCE));
  }

  private RexNode changed(PlacePieces.Located located, RexNode distance) {
    if (pieces.isEmpty()) {
      return rex.flag(false);
    }
    if (pieces.single().isPresent() && wanted == Wanted.CHANGES) {
      Extent extent = pieces.single().get();
      PlaceMask mask = mask(extent.length());
      return new PlaceChanged(
              field("paddr"),
              extent.start(),
              mask.length(),
              mask.bits(),
              field("old"),
              field("new"))
          .call(rex);
    }
    List<Long> lengths = pieces.lengths();
    List<RexNode> any = new ArrayList<>();
    for (long length : lengths) {
      RexNode changed =
          wanted == Wanted.CHANGES
              ? mask(length).changed(rex, distance, field("old"), field("new"))
              : rex.and(
                  rex.less(distance, rex.number(length)),
                  rex.less(rex.number(0), rex.plus(distance, field("size"))));
      any.add(
          lengths.size() == 1
              ? changed
              : rex.and(rex.equal(located.length(), rex.number(length)), changed));
    }
    return rex.or(any);
  }

  private PlaceMask mask(long length) {
    return target.bitSize() > 0
        ? PlaceMask.ofBitField(length, target.bitShift(), target.bitSize())
        : PlaceMask.of(length);
  }

  private RexNode field(String name) {
    return builder.field(name);
  }
}
