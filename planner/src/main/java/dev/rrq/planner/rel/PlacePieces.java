package dev.rrq.planner.rel;

import dev.rrq.planner.analysis.Extent;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Mapping;
import dev.rrq.planner.analysis.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.RelBuilder;

/** Where a place lies in memory, piece by piece, and which rows of accesses reach it. */
final class PlacePieces {

  /** Names of pieces in a plan. */
  private static final List<String> PIECE_COLUMNS =
      List.of("t_begin", "t_end", "start", "length", "at", "virtual");

  /** More than these are told together: a condition on each would nest too deep to be written. */
  private static final int MOST_RANGES = 100;

  private final RelBuilder builder;
  private final Rex rex;
  private final List<Piece> pieces;

  /** Bytes of the place, in one run of physical memory, for some time. */
  private record Piece(Interval when, Extent extent, long at, long virtual, boolean isVirtual) {}

  PlacePieces(RelBuilder builder, Rex rex, Timeline<Mapping> where) {
    this.builder = builder;
    this.rex = rex;
    this.pieces = pieces(where);
  }

  private static List<Piece> pieces(Timeline<Mapping> where) {
    List<Piece> pieces = new ArrayList<>();
    for (Timeline.Piece<Mapping> piece : where.pieces()) {
      if (piece.value() instanceof Mapping.Mapped mapped) {
        long at = 0;
        for (Extent extent : mapped.extents()) {
          boolean isVirtual = mapped.virtual().isPresent();
          long virtual = isVirtual ? mapped.virtual().getAsLong() + at : 0;
          pieces.add(new Piece(piece.when(), extent, at, virtual, isVirtual));
          at += extent.length();
        }
      }
    }
    return pieces;
  }

  /** Whether it is nowhere. */
  boolean isEmpty() {
    return pieces.isEmpty();
  }

  /** Its bytes in memory, if they are one run for all of the time. */
  Optional<Extent> single() {
    return pieces.size() == 1 ? Optional.of(pieces.get(0).extent()) : Optional.empty();
  }

  /** How long its pieces are, each length once. */
  List<Long> lengths() {
    return pieces.stream().map(piece -> piece.extent().length()).distinct().toList();
  }

  /** The rows below that may overlap a piece while the place is there; of many pieces, ever. */
  RexNode reach() {
    return pieces.size() <= MOST_RANGES
        ? rex.or(pieces.stream().map(this::reach).toList())
        : rex.or(
            ExtentHulls.of(pieces.stream().map(Piece::extent).toList(), MOST_RANGES).stream()
                .map(this::inMemory)
                .toList());
  }

  /** Rows that may overlap a piece while the place is there. */
  private RexNode reach(Piece piece) {
    List<RexNode> conditions = new ArrayList<>();
    conditions.add(inMemory(piece.extent()));
    if (piece.when().from() > 0) {
      conditions.add(rex.atLeast(field("t"), rex.number(piece.when().from())));
    }
    if (piece.when().to() < Long.MAX_VALUE) {
      conditions.add(rex.less(field("t"), rex.number(piece.when().to())));
    }
    return rex.and(conditions);
  }

  private RexNode inMemory(Extent extent) {
    return rex.and(
        rex.atLeast(field("paddr"), rex.number(extent.start() - Long.BYTES + 1)),
        rex.less(field("paddr"), rex.number(extent.end())));
  }

  /** Where the place is for a row: constants, or columns of the joined pieces. */
  record Located(RexNode start, RexNode length, RexNode at, RexNode virtual, RexNode since) {}

  /** Adds to each row below where the place is then. */
  Located locate() {
    return pieces.size() == 1 ? constantPiece(pieces.get(0)) : joinedPieces();
  }

  private Located constantPiece(Piece piece) {
    return new Located(
        rex.number(piece.extent().start()),
        rex.number(piece.extent().length()),
        rex.number(piece.at()),
        piece.isVirtual() ? rex.number(piece.virtual()) : rex.unknownNumber(),
        rex.number(piece.when().from()));
  }

  private Located joinedPieces() {
    if (pieces.isEmpty()) {
      return new Located(
          rex.number(0), rex.number(0), rex.number(0), rex.unknownNumber(), rex.number(0));
    }
    List<List<org.apache.calcite.rex.RexLiteral>> tuples = new ArrayList<>();
    for (Piece piece : pieces) {
      tuples.add(
          List.of(
              rex.literal(piece.when().from()),
              rex.literal(piece.when().to()),
              rex.literal(piece.extent().start()),
              rex.literal(piece.extent().length()),
              rex.literal(piece.at()),
              rex.literal(piece.virtual())));
    }
    var word = builder.getTypeFactory().createSqlType(SqlTypeName.BIGINT);
    var rowType = builder.getTypeFactory().builder();
    PIECE_COLUMNS.forEach(name -> rowType.add(name, word));
    builder.values(tuples, rowType.build());
    RexNode t = builder.field(2, 0, "t");
    RexNode paddr = builder.field(2, 0, "paddr");
    RexNode start = builder.field(2, 1, "start");
    builder.join(
        JoinRelType.INNER,
        rex.and(
            rex.atMost(builder.field(2, 1, "t_begin"), t),
            rex.less(t, builder.field(2, 1, "t_end")),
            rex.less(paddr, rex.plus(start, builder.field(2, 1, "length"))),
            rex.less(rex.minus(start, rex.number(Long.BYTES)), paddr)));
    boolean isVirtual = pieces.get(0).isVirtual();
    return new Located(
        field("start"),
        field("length"),
        field("at"),
        isVirtual ? field("virtual") : rex.unknownNumber(),
        field("t_begin"));
  }

  private RexNode field(String name) {
    return builder.field(name);
  }
}
