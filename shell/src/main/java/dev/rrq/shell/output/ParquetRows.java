package dev.rrq.shell.output;

import dev.rrq.planner.Row;
import dev.rrq.planner.TableResult;
import dev.rrq.store.export.ParquetExport;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as a Parquet file. */
final class ParquetRows implements BinaryRows {

  @Override
  public void write(TableResult table, OutputStream out, boolean file) throws IOException {
    MachineFields fields = new MachineFields(table.columns());
    List<ParquetExport.Column> columns = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      columns.add(new ParquetExport.Column(fields.name(i), type(fields.type(i))));
    }
    try (ScratchFile scratch = new ScratchFile("rows.parquet")) {
      try (ParquetExport export = new ParquetExport(scratch.path(), columns)) {
        @Nullable Object[] values = new @Nullable Object[fields.size()];
        for (Row row = table.next(); row != null; row = table.next()) {
          for (int i = 0; i < values.length; i++) {
            values[i] = fields.typed(i, row);
          }
          export.add(values);
          Answers.checkInterrupt();
        }
        export.finish();
      }
      scratch.copyTo(out);
    }
  }

  private static ParquetExport.Type type(MachineFields.Type type) {
    return switch (type) {
      case NUMBER -> ParquetExport.Type.NUMBER;
      case BITS -> ParquetExport.Type.BITS;
      case REAL -> ParquetExport.Type.REAL;
      case FLAG -> ParquetExport.Type.FLAG;
      case TEXT -> ParquetExport.Type.TEXT;
      case TEXTS -> ParquetExport.Type.TEXTS;
    };
  }
}
