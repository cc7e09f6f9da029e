package dev.rrq.shell.live;

import dev.rrq.gdbrsp.target.Register;
import dev.rrq.gdbrsp.target.RegisterValues;
import dev.rrq.planner.Column;
import dev.rrq.planner.Column.Kind;
import dev.rrq.planner.Row;
import dev.rrq.planner.RowSource;
import dev.rrq.planner.RowText;
import dev.rrq.planner.TableResult;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Registers as rows: those of the integer unit and the control registers. */
final class RegisterTable {

  private static final List<Column> COLUMNS =
      List.of(
          new Column("register", Kind.TEXT, "Its name."),
          new Column("value", Kind.ADDRESS, "What it holds."));

  private static final RowText TEXT =
      (row, column) ->
          row.value(column) instanceof Long bits
              ? "0x%016x".formatted(bits)
              : String.valueOf(row.value(column));

  private RegisterTable() {}

  static TableResult of(RegisterValues values) {
    Iterator<Register> registers =
        values.layout().description().registers().stream()
            .filter(register -> register.bits() <= Long.SIZE && register.group().isEmpty())
            .filter(values::knows)
            .iterator();
    RowSource source =
        new RowSource() {
          @Override
          public @Nullable Row next() {
            return registers.hasNext() ? row(registers.next(), values) : null;
          }

          @Override
          public void cancel() {}

          @Override
          public void close() {}
        };
    return new TableResult(COLUMNS, source, count -> Optional.empty());
  }

  private static Row row(Register register, RegisterValues values) {
    return new Row(new @Nullable Object[] {register.name(), values.number(register)}, TEXT);
  }
}
