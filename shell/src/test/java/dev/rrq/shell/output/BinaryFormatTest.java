package dev.rrq.shell.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.planner.Column.Kind;
import dev.rrq.shell.AnswerFixture;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other programs' libraries read what the binary formats wrote. */
final class BinaryFormatTest {
  private static final long ADDRESS = 0xffffffff82a1b5e0L;
  private static final int MANY = 40_000;

  @TempDir Path directory;

  private static AnswerFixture twoWrites() {
    return AnswerFixture.writes()
        .column("backtrace", Kind.BACKTRACE)
        .column("kernel", Kind.FLAG)
        .column("mean", Kind.DECIMAL)
        .column("histogram", Kind.BAR)
        .row(1234L, "strscpy", ADDRESS, 115L, 105L, List.of("a+0x1", "b"), true, 0.5, 1.0)
        .row(99L, "<größe>", 16L, null, 34L, null, null, null, 0.0);
  }

  private Path write(AnswerFixture rows, Format format) throws IOException {
    Path file = directory.resolve("rows." + format);
    try (Destination out = FileDestination.open(file, FileDestination.Mode.CREATE)) {
      Answers.print(rows.table(), format, TableStyle.PLAIN, out);
    }
    return file;
  }

  private static List<String> query(String url, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery(sql)) {
      int columns = results.getMetaData().getColumnCount();
      while (results.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
          row.append(results.getObject(i)).append('|');
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }

  @Test
  void parquetHasTypesAndUnknowns() throws Exception {
    Path file = write(twoWrites(), Format.PARQUET);
    assertThat(query("jdbc:duckdb:", "SELECT * FROM '" + file + "'"))
        .containsExactly(
            "1234|strscpy|18446744071606220256|115|'s'|105|'i'|[a+0x1, b]|true|0.5|",
            "99|<größe>|16|null|null|34|'\"'|null|null|null|");
    assertThat(query("jdbc:duckdb:", "SELECT hex(address) FROM '" + file + "' LIMIT 1"))
        .containsExactly("FFFFFFFF82A1B5E0|");
  }

  @Test
  void sqliteHasATableWithAddressesAsText() throws Exception {
    Path file = write(twoWrites(), Format.SQLITE);
    assertThat(query("jdbc:sqlite:" + file, "SELECT * FROM rows ORDER BY t DESC"))
        .containsExactly(
            "1234|strscpy|0xffffffff82a1b5e0|0x73|'s'|0x69|'i'|a+0x1\nb|1|0.5|",
            "99|<größe>|0x10|null|null|0x22|'\"'|null|null|null|");
  }

  @Test
  void arrowFilesAreReadByArrow() throws Exception {
    List<String> lines = dump(write(twoWrites(), Format.ARROW), "file");
    assertThat(lines)
        .containsExactly(
            "[t: Int(64, true), function: Utf8, address: Int(64, false), old: Int(64, false),"
                + " old_text: Utf8, new: Int(64, false), new_text: Utf8, backtrace: List<item:"
                + " Utf8>, kernel: Bool, mean: FloatingPoint(DOUBLE)]",
            "1234|strscpy|" + ADDRESS + "|115|'s'|105|'i'|[\"a+0x1\",\"b\"]|true|0.5|",
            "99|<größe>|16|null|null|34|'\"'|null|null|null|");
  }

  @Test
  void arrowStreamsOfManyBatchesAreReadByArrow() throws Exception {
    AnswerFixture many = new AnswerFixture().column("t", Kind.TIME).column("name", Kind.TEXT);
    for (long i = 0; i < MANY; i++) {
      many.row(i, i % 3 == 0 ? null : "n" + i);
    }
    Path file = directory.resolve("rows.arrows");
    try (OutputStream out = Files.newOutputStream(file)) {
      Format.ARROW.binary().write(many.table(), out, false);
    }
    List<String> lines = dump(file, "stream");
    assertThat(lines).hasSize(MANY + 1);
    assertThat(lines.get(20_001)).isEqualTo("20000|n20000|");
    assertThat(lines.get(30_001)).isEqualTo("30000|null|");
  }

  @Test
  void noRowsAreAFileToo() throws Exception {
    assertThat(dump(write(AnswerFixture.writes(), Format.ARROW), "file")).hasSize(1);
    Path parquet = write(AnswerFixture.writes(), Format.PARQUET);
    assertThat(query("jdbc:duckdb:", "SELECT * FROM '" + parquet + "'")).isEmpty();
    Path sqlite = write(AnswerFixture.writes(), Format.SQLITE);
    assertThat(query("jdbc:sqlite:" + sqlite, "SELECT * FROM rows")).isEmpty();
  }

  @Test
  void rowsThatFailLeaveNoFile() throws IOException {
    for (Format format : List.of(Format.PARQUET, Format.ARROW, Format.SQLITE)) {
      AnswerFixture failing = twoWrites().failing("the disk is gone");
      assertThatThrownBy(() -> write(failing, format)).hasMessage("the disk is gone");
    }
    try (var files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aTerminalGetsNoBytes() {
    assertThatThrownBy(() -> twoWrites().print(Format.PARQUET))
        .hasMessage("parquet is no text, and this is a terminal");
  }

  private static List<String> dump(Path file, String kind) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-Dfile.encoding=UTF-8",
                "-cp",
                classPath(),
                ArrowDump.class.getName(),
                file.toString(),
                kind)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out.lines().toList();
  }

  /** Surefire's own class path is a jar that only names others. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
