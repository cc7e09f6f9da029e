package dev.rrq.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.store.testing.RandomWrites;
import dev.rrq.store.testing.TraceBuilder;
import dev.rrq.store.testing.WriteLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreWriterTest {

  @TempDir Path directory;
  private Path trace;

  @BeforeEach
  void trace() throws IOException {
    trace = Files.createDirectory(directory.resolve("a.rrq"));
  }

  @Test
  void partialRecordsWaitForTheirRest() {
    ByteBuffer records = WriteLine.records(new RandomWrites(1, 0, 4096).add(20).writes());
    try (StoreWriter writer = StoreWriter.create(trace, TraceBuilder.TINY, null)) {
      writer.begin(0, false);
      ByteBuffer part = ByteBuffer.allocate(RawRecord.BYTES * 3);
      while (records.hasRemaining()) {
        int count = Math.min(Math.min(100, part.remaining()), records.remaining());
        part.put(records.slice(records.position(), count));
        records.position(records.position() + count);
        part.flip();
        writer.append(part);
        part.compact();
      }
      writer.end(1000);
      writer.finish();
      assertThat(writer.rows()).isEqualTo(20);
    }
    try (TraceStore store = TraceStore.open(trace)) {
      assertThat(store.rows()).isEqualTo(20);
      assertThat(store.segments()).extracting(Segment::slice).containsExactly(0, 0, 1, 1, 2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10 1 1 0x1000 3 0 1",
        "10 1 1 0x1000 0 0 1",
        "10 1 1 0x10000000000 4 0 1",
        "9 1 1 0x1000 4 0 1"
      })
  void whatIsWrongIsRefused(String line) {
    try (StoreWriter writer = StoreWriter.create(trace, TraceBuilder.TINY, null)) {
      writer.begin(0, false);
      writer.append(records("10 1 1 0x2000 4 0 1"));
      writer.append(records(line));
      assertThatThrownBy(() -> writer.end(20)).isInstanceOf(StoreException.BadInput.class);
    }
    try (TraceStore store = TraceStore.open(trace)) {
      assertThat(store.coverage()).isEqualTo(Coverage.NONE);
      assertThat(store.isComplete()).isFalse();
    }
  }

  @Test
  void twoStretchesAreCoveredApart() {
    try (StoreWriter writer = StoreWriter.create(trace, TraceBuilder.TINY, null)) {
      writer.begin(5, false);
      writer.append(records("10 1 1 0x2000 4 0 1"));
      writer.end(20);
      writer.begin(50, false);
      writer.append(records("60 1 1 0x2000 4 1 2"));
      writer.end(70);
      writer.finish();
    }
    try (TraceStore store = TraceStore.open(trace)) {
      assertThat(store.coverage()).hasToString("[5, 20) and [50, 70)");
      assertThat(store.memory().read(60, 0x2000, 1)).hasToString("0x2000: 01");
      assertThat(store.memory().read(40, 0x2000, 1)).hasToString("0x2000: ??");
    }
  }

  @Test
  void aSecondWriterIsKeptOut() {
    try (StoreWriter writer = StoreWriter.create(trace, TraceBuilder.TINY, null)) {
      writer.begin(0, false);
      // A lock of this process does not keep this process out: DuckDB's own register does.
      assertThatThrownBy(() -> StoreWriter.create(trace, TraceBuilder.TINY, null))
          .isInstanceOf(StoreException.class);
    }
  }

  @Test
  void aFullDiskIsSaid() {
    Path path = Paths.get("/traces/a.rrq");
    assertThat(DuckDb.failure(path, new IOException("No space left on device")))
        .isInstanceOf(StoreException.DiskFull.class)
        .hasMessage(
            "the disk that holds /traces/a.rrq is full: make room, or put the trace elsewhere");
  }

  private static ByteBuffer records(String line) {
    return WriteLine.records(List.of(WriteLine.parse(line)));
  }
}
