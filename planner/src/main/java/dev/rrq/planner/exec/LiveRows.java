package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.Clause;
import dev.rrq.grammar.ast.Predicate;
import dev.rrq.planner.Column;
import dev.rrq.planner.Column.Kind;
import dev.rrq.planner.Row;
import dev.rrq.planner.analysis.Bits;
import dev.rrq.planner.analysis.Target;
import dev.rrq.planner.duckdb.Optimizer;
import dev.rrq.planner.duckdb.RawRows;
import dev.rrq.planner.rel.Domain;
import dev.rrq.planner.rel.EventColumn;
import dev.rrq.planner.rel.EventRelation;
import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.Rex;
import dev.rrq.planner.type.CTypes;
import dev.rrq.planner.type.ValueText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Rows of accesses that a machine was seen to make, in the columns that the index has for them. The
 * condition of the place counts as it does in a query, and is evaluated by the same engine.
 */
public final class LiveRows {

  private final Context context;
  private final LivePlace place;
  private final ValueText values;
  private final List<Column> columns;

  /**
   * An access that was seen.
   *
   * @param t when
   * @param pc of the instruction, where it is known
   * @param running who ran
   * @param function that the instruction is in
   * @param line of the source
   * @param backtrace the call stack; empty if none is known
   */
  public record Hit(
      long t,
      OptionalLong pc,
      LiveView.Running running,
      Optional<String> function,
      Optional<String> line,
      List<String> backtrace) {}

  /** Bytes of the place that a row shows, and what they held before and after. */
  private record Piece(int offset, int size, long before, long after) {}

  LiveRows(Context context, LivePlace place, ValueText values, List<Column> columns) {
    this.context = context;
    this.place = place;
    this.values = values;
    this.columns = List.copyOf(columns);
  }

  /** The columns of the rows. */
  public List<Column> columns() {
    return columns;
  }

  /**
   * The rows of an access that fulfil the condition: one for each word that it changed.
   *
   * @param before what the place held
   * @param after what it holds; the same for a load
   */
  public List<Row> of(Hit hit, byte[] before, byte[] after) {
    List<Row> rows = new ArrayList<>();
    List<Piece> changes = pieces(before, after);
    List<Piece> shown = changes.isEmpty() ? List.of(start(before, after)) : changes;
    for (Piece piece : shown) {
      if (holds(hit, piece)) {
        rows.add(row(hit, piece));
      }
    }
    return rows;
  }

  /** Whether something of the place differs; of a bit field, only its bits count. */
  public boolean changed(byte[] before, byte[] after) {
    return !pieces(before, after).isEmpty();
  }

  /** Of a load nobody knows which bytes it wanted: the place, or its first word. */
  private Piece start(byte[] before, byte[] after) {
    int size = Math.min(place.length(), Long.BYTES);
    return new Piece(0, size, bits(before, 0, size), bits(after, 0, size));
  }

  private List<Piece> pieces(byte[] before, byte[] after) {
    List<Piece> pieces = new ArrayList<>();
    int start = 0;
    while (start < after.length) {
      int end = isScalar() ? after.length : Math.min(after.length, wordEnd(start));
      Piece piece =
          new Piece(start, end - start, bits(before, start, end), bits(after, start, end));
      if (piece.before() != piece.after()) {
        pieces.add(piece);
      }
      start = end;
    }
    return pieces;
  }

  private boolean isScalar() {
    return context.trace().types().isScalar(place.target().type()) && place.length() <= Long.BYTES;
  }

  private int wordEnd(int offset) {
    long address = place.virtual().orElse(place.extents().get(0).start()) + offset;
    return offset + Long.BYTES - (int) (address & (Long.BYTES - 1));
  }

  /** The bits of some bytes; of a bit field, those of the field. */
  private long bits(byte[] bytes, int from, int to) {
    long bits = Bits.littleEndian(java.util.Arrays.copyOfRange(bytes, from, to));
    Target target = place.target();
    return target.bitSize() > 0 ? bits >>> target.bitShift() & Bits.mask(target.bitSize()) : bits;
  }

  private Row row(Hit hit, Piece piece) {
    @Nullable Object[] cells = new @Nullable Object[columns.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = cell(columns.get(i).name(), hit, piece);
    }
    EventText text = new EventText(columns, (row, bits) -> text(piece, bits));
    return new Row(cells, text);
  }

  private String text(Piece piece, long bits) {
    Target target = place.target();
    return target.bitSize() > 0
        ? values.bitField(target.type(), bits, target.bitSize())
        : values.part(target.type(), piece.offset(), piece.size(), bits);
  }

  private @Nullable Object cell(String column, Hit hit, Piece piece) {
    return switch (column) {
      case "t" -> hit.t();
      case "task" -> hit.running().task().orElse(null);
      case "pid" -> hit.running().pid().isPresent() ? hit.running().pid().getAsLong() : null;
      case "function" -> hit.function().orElse(null);
      case "location" -> hit.line().orElse(null);
      case "pc" -> hit.pc().isPresent() ? hit.pc().getAsLong() : null;
      case "address" ->
          place.virtual().isPresent() ? place.virtual().getAsLong() + piece.offset() : null;
      case "size" -> (long) piece.size();
      case "old" -> piece.before();
      case "new" -> piece.after();
      case "backtrace" -> hit.backtrace().isEmpty() ? null : hit.backtrace();
      default -> null;
    };
  }

  // ---- the condition ----

  private boolean holds(Hit hit, Piece piece) {
    Optional<Predicate> condition = place.condition();
    if (condition.isEmpty()) {
      return true;
    }
    Planning planning = new Planning(context.trace().schema());
    EventRelation relation = relation(planning, hit, piece);
    List<RexNode> filter =
        new ClauseConditions(context, relation, planning.rex())
            .of(List.of(new Clause.Where(condition.get().location(), condition.get())));
    RelNode plan = planning.builder().push(relation.rows()).filter(filter).build();
    try (RawRows rows = Optimizer.optimize(plan).open(context.trace().sessions())) {
      return rows.advance();
    }
  }

  /** A relation of one event, whose columns are constants. */
  private EventRelation relation(Planning planning, Hit hit, Piece piece) {
    RelNode one = planning.builder().values(new String[] {"one"}, 1L).build();
    Rex rex = planning.rex();
    List<EventColumn> all = new ArrayList<>();
    for (Column column : columns) {
      Object value = typed(column, cell(column.name(), hit, piece), piece);
      if (value instanceof Long number) {
        all.add(new EventColumn(column, true, domain(column), rex.number(number)));
      } else if (value instanceof String text) {
        all.add(new EventColumn(column, true, Domain.TEXT, rex.text(text)));
      } else {
        boolean text = column.kind() == Kind.TEXT;
        Domain domain = text ? Domain.TEXT : domain(column);
        all.add(new EventColumn(column, true, domain, text ? unknown(rex) : rex.unknownNumber()));
      }
    }
    long context = hit.pc().orElse(-1) >= 0 ? 1 : 0;
    all.add(
        new EventColumn(
            new Column("in_user", Kind.FLAG, "Whether a program did it."),
            false,
            Domain.FLAG,
            rex.equal(rex.number(context), rex.number(1))));
    return new EventRelation("hit", one, all, List.of("t"));
  }

  private static RexNode unknown(Rex rex) {
    return rex.asText(rex.unknownNumber());
  }

  private @Nullable Object typed(Column column, @Nullable Object value, Piece piece) {
    CTypes types = context.trace().types();
    int element = element(types, place.target().type());
    int width = place.target().bitSize() > 0 ? place.target().bitSize() : piece.size() * Byte.SIZE;
    boolean whole = isScalar() || types.sizeOf(element) == piece.size();
    return column.kind() == Kind.VALUE
            && value instanceof Long bits
            && whole
            && types.isScalar(element)
            && types.isSigned(element)
        ? (Object) Bits.signExtend(bits, width)
        : value;
  }

  private static int element(CTypes types, int type) {
    return types.resolve(type) instanceof dev.rrq.symbols.model.CType.Array array
        ? element(types, array.element())
        : type;
  }

  private Domain domain(Column column) {
    if (column.kind() == Kind.ADDRESS) {
      return Domain.UNSIGNED;
    }
    CTypes types = context.trace().types();
    int element = element(types, place.target().type());
    boolean unsigned =
        column.kind() == Kind.VALUE
            && !types.isSigned(element)
            && (types.sizeOf(element) >= Long.BYTES || !isScalar());
    return unsigned ? Domain.UNSIGNED : Domain.SIGNED;
  }
}
