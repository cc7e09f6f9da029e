package dev.rrq.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/tables.md} is what the schema says. To write it anew: {@code mvn -pl store test
 * -Dtest=TablesDocumentTest -Drrq.writeDocuments=true}.
 */
class TablesDocumentTest {

  @Test
  void theDocumentIsUpToDate() throws IOException {
    Path document = Path.of("..", "docs", "tables.md");
    if (Boolean.getBoolean("rrq.writeDocuments")) {
      Files.writeString(document, text());
    }
    assertThat(document).hasContent(text());
  }

  @Test
  void everyTableAndColumnIsDocumented() {
    for (Table table : Schema.tables()) {
      assertThat(table.doc()).as(table.name()).endsWith(".");
      assertThat(table.columns())
          .as(table.name())
          .allSatisfy(
              column -> {
                assertThat(column.doc()).as(column.name()).endsWith(".");
                assertThat(column.name()).matches("[a-z_]+[0-9]?");
              })
          .extracting(Column::name)
          .doesNotHaveDuplicates();
    }
  }

  private static String text() {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        # The tables of a trace

        What `sql SELECT …` can ask of an index, and what any other engine that reads DuckDB and Parquet files finds there.
        This page is made from the schema in `store/src/main/java/dev/rrq/store/Schema.java`.

        Time is `icount`: guest instructions retired since the recording began; an event's `t` is the count before its instruction.
        Addresses and values of memory are BIGINT and hold 64 raw bits, so the kernel's addresses are negative: write `hex(pc)` to see them
        as usual. Link-time addresses lack the kernel's load offset, `kaslr_offset` in `meta`. NULL means that something is not known, or does not
        apply; it never means 0.

        Rows that overlap took place in the order of `(t, seq)`.
        """);
    for (Table table : Schema.tables()) {
      out.append("\n## ").append(table.name()).append("\n\n");
      out.append(table.doc()).append(' ').append(storage(table)).append("\n\n");
      out.append("| column | type | unit | meaning |\n| --- | --- | --- | --- |\n");
      for (Column column : table.columns()) {
        out.append(
            "| `%s` | %s%s | %s | %s |\n"
                .formatted(
                    column.name(),
                    column.type(),
                    column.nullable() ? ", may be NULL" : "",
                    column.unit() == Unit.NONE ? "" : column.unit().text(),
                    column.doc().replace("|", "\\|")));
      }
    }
    return out.toString();
  }

  private static String storage(Table table) {
    return switch (table.storage()) {
      case CATALOGUE, SYMBOLS -> "In `catalogue.duckdb`.";
      case SEGMENTS -> "In the Parquet files that `segments` lists.";
      case CALLS -> "In the Parquet files that `call_files` lists.";
      case VIEW -> "A view.";
    };
  }
}
