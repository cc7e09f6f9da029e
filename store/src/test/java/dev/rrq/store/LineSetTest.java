package dev.rrq.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.store.parquet.ParquetColumn;
import dev.rrq.store.parquet.ParquetWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sets of lines, asked of files, against a set of the bytes that the rows hold. */
class LineSetTest {

  private static final long LINE = Segment.LINE_BYTES;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 5000})
  void tellsTheLinesOfItsRows(int rows) throws IOException {
    Random random = new Random(rows);
    LineSetWriter writer = new LineSetWriter();
    writer.start();
    TreeSet<Long> lines = new TreeSet<>();
    long start = 0x7_0000_0000L + random.nextInt(1000);
    long paddr = start;
    for (int i = 0; i < rows; i++) {
      // Rows of one line come in the order of time, so their addresses may descend.
      long at = (paddr & -LINE) | random.nextInt((int) LINE);
      at = i == 0 ? paddr : at;
      int size = 1 << random.nextInt(4);
      writer.add(at, size);
      lines.add(at / LINE);
      lines.add((at + size - 1) / LINE);
      paddr += random.nextInt(4) == 0 ? random.nextInt(1 << random.nextInt(20)) : 0;
    }
    LineSet set = write("lines", writer.bytes(), start);
    for (int i = 0; i < 20_000; i++) {
      long from = start - 1000 + (long) (random.nextDouble() * (paddr - start + 3000));
      Interval asked = new Interval(from, from + 1 + random.nextInt(200));
      Long next = lines.ceiling(asked.from() / LINE);
      assertThat(set.mayTouch(asked))
          .as("%s of %s", asked, lines)
          .isEqualTo(next != null && next <= (asked.to() - 1) / LINE);
    }
    assertThat(set.mayTouch(new Interval(0, Long.MAX_VALUE))).isTrue();
  }

  @Test
  void aWriterStartsAnew() throws IOException {
    LineSetWriter writer = new LineSetWriter();
    for (int file = 0; file < 3; file++) {
      writer.start();
      long paddr = (3 - file) * 10L * LINE;
      writer.add(paddr, 8);
      LineSet set = write("file" + file, writer.bytes(), paddr);
      for (int line = 0; line < 40; line++) {
        assertThat(set.mayTouch(new Interval(line * LINE, (line + 1) * LINE)))
            .isEqualTo(line == paddr / LINE);
      }
    }
  }

  @Test
  void aFileOfMoreMemoryThanCanBeToldMayTouchAnyLine() throws IOException {
    LineSetWriter writer = new LineSetWriter();
    writer.start();
    writer.add(0, 8);
    writer.add(LINE << Integer.SIZE, 8);
    assertThat(write("wide", writer.bytes(), 0).mayTouch(new Interval(640, 641))).isTrue();
  }

  @Test
  void aFileWithoutASetMayTouchAnyLine() throws IOException {
    assertThat(write("older", ByteBuffer.allocate(0), 0).mayTouch(new Interval(640, 641))).isTrue();
  }

  @Test
  void aFileThatIsCutIsDamaged() throws IOException {
    Path file = directory.resolve("cut");
    Files.write(file, new byte[3]);
    LineSet set = new StoredLineSet(file, 0);
    assertThatThrownBy(() -> set.mayTouch(new Interval(0, 1)))
        .isInstanceOf(StoreException.Damaged.class)
        .hasMessageContaining("cut is damaged");
  }

  private LineSet write(String name, ByteBuffer lines, long paddrMin) throws IOException {
    Path file = directory.resolve(name);
    ParquetColumn column =
        new ParquetColumn("x", ParquetColumn.Type.INT64, false, ParquetColumn.Encoding.PLAIN);
    try (ParquetWriter writer = new ParquetWriter(List.of(column), 100, 1)) {
      boolean[] done = new boolean[1];
      long bytes =
          writer.write(
              file,
              limit -> {
                if (!done[0]) {
                  writer.values(0).add(1);
                  done[0] = true;
                }
              },
              () -> lines);
      assertThat(Files.size(file)).isEqualTo(bytes);
      return new StoredLineSet(file, paddrMin);
    }
  }
}
