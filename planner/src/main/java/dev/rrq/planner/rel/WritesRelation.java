package dev.rrq.planner.rel;

import dev.rrq.planner.Column;
import dev.rrq.planner.Column.Kind;
import dev.rrq.planner.analysis.Extent;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Mapping;
import dev.rrq.planner.analysis.Target;
import dev.rrq.planner.analysis.Timeline;
import dev.rrq.planner.replay.ReplayedAccess;
import dev.rrq.planner.type.CTypes;
import dev.rrq.store.RawRecord;
import dev.rrq.store.Schema;
import dev.rrq.symbols.model.CType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
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

  /** Names of pieces in a plan. */
  private static final List<String> PIECE_COLUMNS =
      List.of("t_begin", "t_end", "start", "length", "at", "virtual");

  private final RelBuilder builder;
  private final Rex rex;
  private final CTypes types;
  private final Target target;
  private final Wanted wanted;
  private final List<Piece> pieces;
  private final boolean tasksAreKnown;

  /** Bytes of the place, in one run of physical memory, for some time. */
  private record Piece(Interval when, Extent extent, long at, long virtual, boolean isVirtual) {}

  private WritesRelation(Planning planning, CTypes types, Target target, Wanted wanted) {
    this.wanted = wanted;
    this.builder = planning.builder();
    this.rex = planning.rex();
    this.types = types;
    this.target = target;
    this.pieces = pieces(target.where());
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

  private EventRelation relation() {
    scan();
    builder.filter(rex.or(pieces.stream().map(this::reach).toList()));
    Located located = pieces.size() == 1 ? constantPiece(pieces.get(0)) : joinedPieces();
    RexNode distance = rex.minus(field("paddr"), located.start());
    builder.filter(changed(located, distance));
    List<EventColumn> columns = columnsBeforeSites(located, distance);
    builder.scan(Schema.SITES.name());
    builder.join(JoinRelType.LEFT, rex.equal(builder.field(2, 0, "pc"), builder.field(2, 1, "pc")));
    columns.addAll(0, siteColumns());
    RelNode rows = builder.build();
    return new EventRelation(wanted.noun, rows, inOrder(columns), List.of("t", SEQUENCE));
  }

  /** Rows that may overlap a piece while the place is there. */
  private RexNode reach(Piece piece) {
    List<RexNode> conditions = new ArrayList<>();
    conditions.add(
        rex.atLeast(field("paddr"), rex.number(piece.extent().start() - Long.BYTES + 1)));
    conditions.add(rex.less(field("paddr"), rex.number(piece.extent().end())));
    if (piece.when().from() > 0) {
      conditions.add(rex.atLeast(field("t"), rex.number(piece.when().from())));
    }
    if (piece.when().to() < Long.MAX_VALUE) {
      conditions.add(rex.less(field("t"), rex.number(piece.when().to())));
    }
    return rex.and(conditions);
  }

  /** Where the place is for a row: constants, or columns of the joined pieces. */
  private record Located(
      RexNode start, RexNode length, RexNode at, RexNode virtual, RexNode since) {}

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

  private RexNode changed(Located located, RexNode distance) {
    if (pieces.isEmpty()) {
      return rex.flag(false);
    }
    if (pieces.size() == 1 && wanted == Wanted.CHANGES) {
      Extent extent = pieces.get(0).extent();
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
    List<Long> lengths = pieces.stream().map(piece -> piece.extent().length()).distinct().toList();
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

  private List<EventColumn> columnsBeforeSites(Located located, RexNode distance) {
    boolean scalar = types.isScalar(target.type()) && target.length() <= Long.BYTES;
    RexNode whole =
        scalar
            ? rex.and(
                rex.atMost(distance, rex.number(0)),
                rex.atLeast(rex.plus(distance, field("size")), rex.number(target.length())))
            : rex.flag(false);
    RexNode inside = scalar ? rex.when(whole, rex.number(0), distance) : distance;
    RexNode moved =
        scalar ? rex.when(whole, rex.minus(rex.number(0), distance), rex.number(0)) : rex.number(0);
    Domain domain = domain();
    List<EventColumn> columns = new ArrayList<>();
    columns.add(shown("t", Kind.TIME, Domain.SIGNED, field("t"), column("t")));
    columns.add(shown("pc", Kind.ADDRESS, Domain.UNSIGNED, field("pc"), column("pc")));
    columns.add(
        shown(
            "address",
            Kind.ADDRESS,
            Domain.UNSIGNED,
            rex.firstKnown(rex.plus(field("vaddr"), moved), rex.plus(located.virtual(), inside)),
            "The virtual address of the bytes that `old` and `new` show."));
    columns.add(
        shown(
            "size",
            Kind.NUMBER,
            Domain.SIGNED,
            scalar ? rex.when(whole, rex.number(target.length()), field("size")) : field("size"),
            "How many bytes `old` and `new` show."));
    columns.add(
        shown("old", Kind.VALUE, domain, value(whole, distance, "old"), "The value before."));
    columns.add(
        shown("new", Kind.VALUE, domain, value(whole, distance, "new"), "The value after."));
    columns.add(
        hidden(
            "paddr",
            Kind.ADDRESS,
            Domain.UNSIGNED,
            rex.plus(field("paddr"), moved),
            "The physical address of the bytes that `old` and `new` show."));
    RexNode byDevice = rex.equal(field("origin"), rex.number(RawRecord.DEVICE));
    columns.addAll(TaskColumns.unless(byDevice, rex, field("t"), tasksAreKnown));
    columns.add(hidden("origin", Kind.NUMBER, Domain.SIGNED, field("origin"), column("origin")));
    columns.add(hidden("in_user", Kind.FLAG, Domain.FLAG, field("in_user"), column("in_user")));
    columns.add(hidden("context", Kind.NUMBER, Domain.SIGNED, field("context"), column("context")));
    columns.add(
        hidden(
            "backtrace",
            Kind.BACKTRACE,
            Domain.SIGNED,
            field("context"),
            "The frame of the instruction and those of its callers."));
    columns.add(
        hidden(
            "source",
            Kind.TEXT,
            Domain.TEXT,
            rex.call(FlowOperators.SOURCE_AT, field("pc")),
            FlowColumns.SOURCE));
    columns.add(
        hidden(
            FlowColumns.DISASSEMBLY,
            Kind.TEXT,
            Domain.UNSIGNED,
            field("pc"),
            FlowColumns.DISASSEMBLY_DOC));
    columns.add(hidden("t_from", Kind.TIME, Domain.SIGNED, field("t_from"), column("t_from")));
    columns.add(hidden(SEQUENCE, Kind.NUMBER, Domain.SIGNED, field("seq"), column("seq")));
    columns.add(
        hidden(
            OFFSET,
            Kind.NUMBER,
            Domain.SIGNED,
            rex.plus(located.at(), inside),
            "Where in the place the shown bytes are."));
    columns.addAll(stored(located, distance));
    if (wanted.needsReplay()) {
      columns.add(accessColumn());
    }
    return columns;
  }

  /** What the store was, for those who follow the value of the place. */
  private List<EventColumn> stored(Located located, RexNode distance) {
    return List.of(
        number(STORED_AT, rex.plus(located.at(), distance)),
        number(STORED_SIZE, field("size")),
        number(STORED, field("new")),
        number(PIECE, located.since()));
  }

  private static EventColumn number(String name, RexNode value) {
    return hidden(name, Kind.NUMBER, Domain.SIGNED, value, name);
  }

  private static String column(String name) {
    return Schema.SEGMENT_ROWS.column(name).doc();
  }

  private List<EventColumn> siteColumns() {
    RexNode origin = field("origin");
    RexNode function =
        rex.cases(
            List.of(
                rex.equal(origin, rex.number(1)),
                rex.text("<cpu>"),
                rex.equal(origin, rex.number(2)),
                rex.text("<device>"),
                field("function")));
    RexNode place =
        rex.call(
            SqlStdOperatorTable.CONCAT,
            field("file"),
            rex.call(SqlStdOperatorTable.CONCAT, rex.text(":"), rex.asText(field("line"))));
    RexNode window =
        rex.call(
            SqlStdOperatorTable.CONCAT,
            rex.text("between "),
            rex.call(
                SqlStdOperatorTable.CONCAT,
                rex.asText(field("t_from")),
                rex.call(SqlStdOperatorTable.CONCAT, rex.text(" and "), rex.asText(field("t")))));
    RexNode location =
        rex.when(byInstruction(origin), rex.firstKnown(place, field("file")), window);
    return List.of(
        shown("function", Kind.TEXT, Domain.TEXT, function, Schema.WRITES.column("function").doc()),
        shown(
            "location",
            Kind.TEXT,
            Domain.TEXT,
            location,
            "The source line of the instruction; where none wrote this, the window in which it"
                + " came."),
        hidden("file", Kind.TEXT, Domain.TEXT, field("file"), Schema.WRITES.column("file").doc()),
        hidden(
            "line", Kind.NUMBER, Domain.SIGNED, field("line"), Schema.WRITES.column("line").doc()));
  }

  private RexNode byInstruction(RexNode origin) {
    RexNode stored = rex.equal(origin, rex.number(RawRecord.INSTRUCTION));
    return wanted.needsReplay()
        ? rex.or(stored, rex.equal(origin, rex.number(ReplayScan.READ)))
        : stored;
  }

  private EventColumn accessColumn() {
    RexNode read = rex.equal(field("origin"), rex.number(ReplayScan.READ));
    return new EventColumn(
        new Column("access", Kind.TEXT, "Whether it was a `read` or a `store`."),
        wanted == Wanted.ACCESSES,
        Domain.TEXT,
        rex.when(read, rex.text("read"), rex.text("store")));
  }

  /** The order of language.md. */
  private static List<EventColumn> inOrder(List<EventColumn> columns) {
    List<String> first = List.of("t", "task", "pid", "access", "function", "location");
    List<EventColumn> ordered = new ArrayList<>();
    for (String name : first) {
      columns.stream().filter(c -> c.name().equals(name)).forEach(ordered::add);
    }
    columns.stream().filter(c -> !first.contains(c.name())).forEach(ordered::add);
    return ordered;
  }

  /** A value as the place's type has it where the row covers the place, else as it is. */
  private RexNode value(RexNode whole, RexNode distance, String column) {
    RexNode raw = field(column);
    if (whole.isAlwaysFalse()) {
      return elementValue(raw);
    }
    int width = target.bitSize() > 0 ? target.bitSize() : (int) target.length() * Byte.SIZE;
    boolean signed = types.isSigned(target.type());
    if (width == Long.SIZE) {
      return raw;
    }
    RexNode shift =
        rex.plus(rex.times(distance, rex.number(-Byte.SIZE)), rex.number(target.bitShift()));
    RexNode bits = rex.bitAnd(rex.shiftRight(raw, shift), rex.number((1L << width) - 1));
    return rex.when(whole, signed ? rex.signExtend(bits, width) : bits, raw);
  }

  /** Of an array of signed numbers, a row that is as wide as one of them shows that. */
  private RexNode elementValue(RexNode raw) {
    int element = elementType(types, target.type());
    int size = (int) types.sizeOf(element);
    boolean narrow = size > 0 && size < Long.BYTES;
    if (!types.isScalar(element) || !types.isSigned(element) || !narrow) {
      return raw;
    }
    return rex.when(
        rex.equal(field("size"), rex.number(size)), rex.signExtend(raw, size * Byte.SIZE), raw);
  }

  private static int elementType(CTypes types, int type) {
    return types.resolve(type) instanceof CType.Array array
        ? elementType(types, array.element())
        : type;
  }

  private Domain domain() {
    return domain(types, target);
  }

  /** How the values of a place compare. */
  static Domain domain(CTypes types, Target target) {
    int element = elementType(types, target.type());
    boolean scalar = types.isScalar(element);
    boolean narrow = types.isScalar(target.type()) && types.sizeOf(element) < Long.BYTES;
    return scalar && (types.isSigned(element) || narrow) ? Domain.SIGNED : Domain.UNSIGNED;
  }

  private RexNode field(String name) {
    return builder.field(name);
  }

  private static EventColumn shown(
      String name, Kind kind, Domain domain, RexNode value, String doc) {
    return new EventColumn(new Column(name, kind, doc), true, domain, value);
  }

  private static EventColumn hidden(
      String name, Kind kind, Domain domain, RexNode value, String doc) {
    return new EventColumn(new Column(name, kind, doc), false, domain, value);
  }
}
