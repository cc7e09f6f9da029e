package dev.rrq.planner.rel;

import dev.rrq.planner.Column;
import dev.rrq.planner.Column.Kind;
import dev.rrq.planner.analysis.Target;
import dev.rrq.planner.type.CTypes;
import dev.rrq.store.RawRecord;
import dev.rrq.store.Schema;
import dev.rrq.symbols.model.CType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/** The columns of accesses to a place, over the rows that {@link WritesRelation} scans. */
final class WritesColumns {

  private final RelBuilder builder;
  private final Rex rex;
  private final CTypes types;
  private final Target target;
  private final WritesRelation.Wanted wanted;

  /** Over the rows that a builder has, at the time of each call. */
  WritesColumns(
      RelBuilder builder, Rex rex, CTypes types, Target target, WritesRelation.Wanted wanted) {
    this.builder = builder;
    this.rex = rex;
    this.types = types;
    this.target = target;
    this.wanted = wanted;
  }

  /** What the rows of accesses themselves tell. */
  List<EventColumn> ofAccesses(
      PlacePieces.Located located, RexNode distance, boolean tasksAreKnown) {
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
    Domain domain = domain(types, target);
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
    columns.add(
        hidden(WritesRelation.SEQUENCE, Kind.NUMBER, Domain.SIGNED, field("seq"), column("seq")));
    columns.add(
        hidden(
            WritesRelation.OFFSET,
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
  private List<EventColumn> stored(PlacePieces.Located located, RexNode distance) {
    return List.of(
        number(WritesRelation.STORED_AT, rex.plus(located.at(), distance)),
        number(WritesRelation.STORED_SIZE, field("size")),
        number(WritesRelation.STORED, field("new")),
        number(WritesRelation.PIECE, located.since()));
  }

  private static EventColumn number(String name, RexNode value) {
    return hidden(name, Kind.NUMBER, Domain.SIGNED, value, name);
  }

  private static String column(String name) {
    return Schema.SEGMENT_ROWS.column(name).doc();
  }

  /** What the sites tell that are joined to them. */
  List<EventColumn> ofSites() {
    RexNode origin = field("origin");
    RexNode function =
        rex.cases(
            List.of(
                rex.equal(origin, rex.number(RawRecord.CPU)),
                rex.text("<cpu>"),
                rex.equal(origin, rex.number(RawRecord.DEVICE)),
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
        wanted == WritesRelation.Wanted.ACCESSES,
        Domain.TEXT,
        rex.when(read, rex.text("read"), rex.text("store")));
  }

  /** The order of language.md. */
  static List<EventColumn> inOrder(List<EventColumn> columns) {
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
