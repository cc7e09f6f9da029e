package dev.rrq.planner.rel;

import dev.rrq.planner.Column;
import dev.rrq.planner.Column.Kind;
import dev.rrq.planner.analysis.Bits;
import dev.rrq.planner.analysis.Target;
import dev.rrq.planner.duckdb.RawRows;
import dev.rrq.planner.type.CTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The values that a place had, one row a change: the whole value after each write, however small
 * the write, and where the place moved to other memory, the value that was there.
 */
public final class ValuesRelation {

  /** The column of the values. */
  public static final String VALUE = "value";

  private static final List<String> LEFT_OUT = List.of("old", "new", "size");
  private static final List<String> TEXT_COLUMNS = List.of("text_t", "text_seq", "text_at", "text");

  private final Planning planning;
  private final RelBuilder builder;
  private final Rex rex;
  private final EventRelation writes;

  /**
   * The bytes of a place from some time on.
   *
   * @param since when the place came to be there
   * @param bits little endian
   * @param known the bits that are known
   */
  public record Start(long since, long bits, long known) {}

  /**
   * The place came to be somewhere else.
   *
   * @param t of the event after which it was there
   * @param value a number or a text as in the other rows; null if unknown
   * @param address where it was from then on; null if nowhere
   * @param appeared whether it was nowhere before
   */
  public record Move(long t, @Nullable Object value, @Nullable Long address, boolean appeared) {

    private String text() {
      if (address == null) {
        return "the place is nowhere";
      }
      return appeared ? "the place was nowhere before" : "the place moved";
    }
  }

  /**
   * The text of an object after a write.
   *
   * @param at where in the object the write begins
   */
  public record Text(long t, long seq, long at, String text) {}

  /**
   * A write to an object.
   *
   * @param at where in the object it begins; may be negative
   */
  public record Store(long t, long seq, long at, int size, long bits) {}

  private static final List<String> STORE_COLUMNS =
      List.of(
          "t",
          WritesRelation.SEQUENCE,
          WritesRelation.STORED_AT,
          WritesRelation.STORED_SIZE,
          WritesRelation.STORED);

  /** The plan that gives the writes of an object, in order. */
  public static RelNode stores(Planning planning, EventRelation writes) {
    RelBuilder builder = planning.builder();
    builder.push(writes.rows());
    builder.project(
        STORE_COLUMNS.stream().map(name -> writes.column(name).orElseThrow().value()).toList(),
        STORE_COLUMNS,
        true);
    builder.sort(builder.field(0), builder.field(1), builder.field(2));
    return builder.build();
  }

  /** The current row of that plan. */
  public static Store store(RawRows rows) {
    return new Store(
        number(rows, 0), number(rows, 1), number(rows, 2), (int) number(rows, 3), number(rows, 4));
  }

  private static long number(RawRows rows, int column) {
    return (Long) Objects.requireNonNull(rows.value(column));
  }

  /** Makes relations from the writes of a place. */
  public ValuesRelation(Planning planning, EventRelation writes) {
    this.planning = planning;
    this.builder = planning.builder();
    this.rex = planning.rex();
    this.writes = writes;
  }

  /** The values of a place of at most 8 bytes. */
  public EventRelation ofWord(CTypes types, Target target, List<Start> starts, List<Move> moves) {
    builder.push(writes.rows());
    RexNode word = rex.number(0);
    for (int i = 0; i < target.length(); i++) {
      RexNode at = rex.number((long) i * Byte.SIZE);
      RexNode shifted = rex.call(WordOperators.SHIFT_LEFT, byteAt(i, starts), at);
      word = i == 0 ? byteAt(0, starts) : rex.call(WordOperators.OR, word, shifted);
    }
    Column column = new Column(VALUE, Kind.VALUE, "The value after the write.");
    Domain domain = WritesColumns.domain(types, target);
    return relation(column, domain, typed(types, target, word), moves);
  }

  /** The texts of a larger object. */
  public EventRelation ofObject(List<Text> texts, List<Move> moves) {
    builder.push(writes.rows());
    builder.project(
        writes.columns().stream().map(EventColumn::value).toList(),
        writes.columns().stream().map(EventColumn::name).toList());
    builder.push(values(texts));
    builder.join(
        JoinRelType.INNER,
        rex.and(
            rex.equal(builder.field(2, 0, "t"), builder.field(2, 1, "text_t")),
            rex.equal(
                builder.field(2, 0, WritesRelation.SEQUENCE), builder.field(2, 1, "text_seq")),
            rex.equal(
                builder.field(2, 0, WritesRelation.STORED_AT), builder.field(2, 1, "text_at"))));
    Column column = new Column(VALUE, Kind.TEXT, "The object after the write, as C.");
    List<EventColumn> inputs = new ArrayList<>();
    for (EventColumn each : writes.columns()) {
      inputs.add(
          new EventColumn(each.column(), each.shown(), each.domain(), builder.field(each.name())));
    }
    return relation(inputs, column, Domain.TEXT, builder.field("text"), moves);
  }

  private RelNode values(List<Text> texts) {
    RelDataType word = builder.getTypeFactory().createSqlType(SqlTypeName.BIGINT);
    RelDataType text = builder.getTypeFactory().createSqlType(SqlTypeName.VARCHAR);
    var rowType = builder.getTypeFactory().builder();
    TEXT_COLUMNS.forEach(name -> rowType.add(name, name.equals("text") ? text : word));
    List<List<RexLiteral>> tuples = new ArrayList<>();
    for (Text each : texts) {
      tuples.add(
          List.of(
              rex.literal(each.t()),
              rex.literal(each.seq()),
              rex.literal(each.at()),
              (RexLiteral) rex.text(each.text())));
    }
    return planning.builder().values(tuples, rowType.build()).build();
  }

  /** A byte of the place after a row: what the last row that stored it did, or what was there. */
  private RexNode byteAt(int number, List<Start> starts) {
    RexNode at = write(WritesRelation.STORED_AT);
    RexNode distance = rex.minus(rex.number(number), at);
    RexNode stored =
        rex.and(
            rex.atLeast(distance, rex.number(0)),
            rex.less(distance, write(WritesRelation.STORED_SIZE)));
    RexNode bits =
        rex.bitAnd(
            rex.shiftRight(
                write(WritesRelation.STORED), rex.times(distance, rex.number(Byte.SIZE))),
            rex.number(0xff));
    RexNode last =
        rex.lastKnown(
            rex.when(stored, bits, rex.unknownNumber()),
            write(WritesRelation.PIECE),
            List.of(write("t"), write(WritesRelation.SEQUENCE), write(WritesRelation.STORED_AT)));
    return rex.firstKnown(last, initial(number, starts));
  }

  private RexNode initial(int number, List<Start> starts) {
    List<RexNode> cases = new ArrayList<>();
    for (Start start : starts) {
      int shift = number * Byte.SIZE;
      if ((start.known() >>> shift & 0xff) == 0xff) {
        RexNode value = rex.number(start.bits() >>> shift & 0xff);
        if (starts.size() == 1) {
          return value;
        }
        cases.add(rex.equal(write(WritesRelation.PIECE), rex.number(start.since())));
        cases.add(value);
      }
    }
    cases.add(rex.unknownNumber());
    return rex.cases(cases);
  }

  private RexNode typed(CTypes types, Target target, RexNode word) {
    int width = target.bitSize() > 0 ? target.bitSize() : (int) target.length() * Byte.SIZE;
    if (width == Long.SIZE) {
      return word;
    }
    RexNode bits =
        rex.bitAnd(
            target.bitShift() == 0 ? word : rex.shiftRight(word, rex.number(target.bitShift())),
            rex.number(Bits.mask(width)));
    return types.isSigned(target.type()) ? rex.signExtend(bits, width) : bits;
  }

  private RexNode write(String column) {
    return writes.column(column).orElseThrow().value();
  }

  private EventRelation relation(Column column, Domain domain, RexNode value, List<Move> moves) {
    return relation(writes.columns(), column, domain, value, moves);
  }

  private EventRelation relation(
      List<EventColumn> inputs, Column column, Domain domain, RexNode value, List<Move> moves) {
    List<EventColumn> kept =
        inputs.stream().filter(c -> !LEFT_OUT.contains(c.name()) && !isOfWrite(c.name())).toList();
    List<RexNode> nodes = new ArrayList<>(kept.stream().map(EventColumn::value).toList());
    List<String> names = new ArrayList<>(kept.stream().map(EventColumn::name).toList());
    nodes.add(value);
    names.add(VALUE);
    builder.project(nodes, names, true);
    if (!moves.isEmpty()) {
      builder.push(moved(builder.peek().getRowType(), moves));
      builder.union(true);
    }
    List<EventColumn> columns = new ArrayList<>();
    for (EventColumn each : kept) {
      boolean shown = each.shown() && !List.of("pc", "address").contains(each.name());
      columns.add(new EventColumn(each.column(), shown, each.domain(), builder.field(each.name())));
    }
    columns.add(new EventColumn(column, true, domain, builder.field(VALUE)));
    // One instruction may store to several parts at once; the lower one counts as the first.
    List<String> order = new ArrayList<>(writes.order());
    order.add("paddr");
    return new EventRelation("change", builder.build(), columns, order);
  }

  private static boolean isOfWrite(String name) {
    return name.startsWith("$") && !name.equals(WritesRelation.SEQUENCE);
  }

  /** Rows of one type with the moves; what they do not say is unknown. */
  private RelNode moved(RelDataType rowType, List<Move> moves) {
    RelDataType value = rowType.getField(VALUE, true, false).getType();
    RelDataType word = builder.getTypeFactory().createSqlType(SqlTypeName.BIGINT);
    RelDataType text = builder.getTypeFactory().createSqlType(SqlTypeName.VARCHAR);
    RelBuilder rows = planning.builder();
    List<List<RexLiteral>> tuples = new ArrayList<>();
    for (Move move : moves) {
      tuples.add(
          List.of(
              rex.literal(move.t()),
              literal(move.address(), word),
              literal(move.value(), value),
              (RexLiteral) rex.text(move.text())));
    }
    rows.values(
        tuples,
        rows.getTypeFactory()
            .builder()
            .add("move_t", word)
            .add("move_address", word)
            .nullable(true)
            .add("move_value", value)
            .nullable(true)
            .add("move_text", text)
            .build());
    List<RexNode> nodes = new ArrayList<>();
    for (RelDataTypeField field : rowType.getFieldList()) {
      nodes.add(
          switch (field.getName()) {
            case "t" -> rows.field("move_t");
            case "address" -> rows.field("move_address");
            case VALUE -> rows.field("move_value");
            case WritesRelation.SEQUENCE -> rex.number(Integer.MAX_VALUE);
            case "location" -> rows.field("move_text");
            default -> rex.unknown(field.getType());
          });
    }
    return rows.project(nodes, rowType.getFieldNames(), true).build();
  }

  private RexLiteral literal(@Nullable Object value, RelDataType type) {
    if (value instanceof Long number) {
      return rex.literal(number);
    }
    return (RexLiteral) (value == null ? rex.unknown(type) : rex.text((String) value));
  }
}
