package dev.rrq.planner.exec;

import dev.rrq.planner.Column;
import dev.rrq.planner.Column.Kind;
import dev.rrq.planner.Row;
import dev.rrq.planner.RowText;
import dev.rrq.planner.type.CTypes;
import dev.rrq.planner.type.ValueText;
import dev.rrq.symbols.model.CType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares an object with itself at another time, member by member. */
final class Difference {

  static final List<Column> COLUMNS =
      List.of(
          new Column("member", Kind.TEXT, "The member or element, from the object."),
          new Column("type", Kind.TEXT, "Its C type."),
          new Column("old", Kind.TEXT, "Its value at the first time."),
          new Column("new", Kind.TEXT, "Its value at the second time."));

  private static final RowText TEXT =
      (row, column) -> Objects.requireNonNull(row.value(column)).toString();

  private final CTypes types;
  private final ValueText values;
  private final ObjectBytes old;
  private final ObjectBytes now;

  Difference(CTypes types, ValueText values, ObjectBytes old, ObjectBytes now) {
    this.types = types;
    this.values = values;
    this.old = old;
    this.now = now;
  }

  /** Adds a row for each part that differs; of a mere range, for each byte. */
  void collect(int type, long length, List<Row> rows) {
    if (type == CType.VOID_ID) {
      compare(types.arrayOf(types.base("u8"), length), 0, "", rows);
    } else {
      compare(type, 0, "", rows);
    }
  }

  private void compare(int type, long at, String path, List<Row> rows) {
    long size = types.sizeOf(type);
    if (size == 0 || old.equals(now, at, size)) {
      return;
    }
    CType resolved = types.resolve(type);
    if (resolved instanceof CType.Composite composite) {
      compareMembers(composite, at, path, rows);
    } else if (resolved instanceof CType.Array array && !types.isCharacter(array.element())) {
      long stride = types.sizeOf(array.element());
      for (long i = 0; i < array.count(); i++) {
        compare(array.element(), at + i * stride, path + "[" + i + "]", rows);
      }
    } else {
      add(path, type, text(type, old, at, size), text(type, now, at, size), rows);
    }
  }

  private void compareMembers(CType.Composite composite, long at, String path, List<Row> rows) {
    for (CType.Member member : composite.members()) {
      String name = member.name() == null ? path : path + "." + member.name();
      if (member.bitSize() > 0) {
        compareBits(member, at, name, rows);
      } else {
        compare(member.type(), at + member.bitOffset() / Byte.SIZE, name, rows);
      }
    }
  }

  private void compareBits(CType.Member member, long at, String name, List<Row> rows) {
    String before = bits(member, old, at);
    String after = bits(member, now, at);
    if (!before.equals(after)) {
      add(name, member.type(), before, after, rows);
    }
  }

  private String bits(CType.Member member, ObjectBytes bytes, long at) {
    long first = at + member.bitOffset() / Byte.SIZE;
    int shift = (int) (member.bitOffset() % Byte.SIZE);
    int length = (shift + member.bitSize() + Byte.SIZE - 1) / Byte.SIZE;
    if (!bytes.isKnown(first, length)) {
      return Row.UNKNOWN;
    }
    return values.bitField(member.type(), bytes.number(first, length) >>> shift, member.bitSize());
  }

  private String text(int type, ObjectBytes bytes, long at, long size) {
    return values.formatter().format(type, bytes.part(at, size));
  }

  private void add(String path, int type, String before, String after, List<Row> rows) {
    if (!before.equals(after)) {
      rows.add(new Row(new @Nullable Object[] {path, types.name(type), before, after}, TEXT));
    }
  }
}
