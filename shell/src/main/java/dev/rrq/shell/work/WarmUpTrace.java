package dev.rrq.shell.work;

import dev.rrq.shell.failure.IoMessages;
import dev.rrq.shell.failure.ShellException;
import dev.rrq.store.Meta;
import dev.rrq.store.RawRecord;
import dev.rrq.store.StoreOptions;
import dev.rrq.store.StoreWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The smallest trace that can be asked something; gone when it is closed. */
public final class WarmUpTrace implements AutoCloseable {
  private static final int ROWS = 16;
  private static final StoreOptions SMALL = new StoreOptions(64, 64, 64);

  private final Path directory;

  private WarmUpTrace(Path directory) {
    this.directory = directory;
  }

  /** Makes it in the system's temporary directory. */
  public static WarmUpTrace create() {
    try {
      Path directory = Files.createTempDirectory("rrq-warm-up");
      try (StoreWriter writer = StoreWriter.create(directory, SMALL, null)) {
        writer.meta(Meta.MEMORY_SIZE, "65536");
        writer.meta(Meta.LENGTH, "1000");
        writer.begin(0, true);
        writer.append(rows());
        writer.end(1000);
        writer.finish();
      }
      return new WarmUpTrace(directory);
    } catch (IOException e) {
      throw ShellException.failed("cannot make a trace: " + IoMessages.of(e), e);
    }
  }

  private static ByteBuffer rows() {
    ByteBuffer rows = ByteBuffer.allocate(ROWS * RawRecord.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < ROWS; i++) {
      int at = i * RawRecord.BYTES;
      rows.putLong(at + RawRecord.T, i);
      rows.putLong(at + RawRecord.PC, 0xffffffff81000000L);
      rows.putLong(at + RawRecord.VADDR, 0x1000);
      rows.putLong(at + RawRecord.PADDR, 0x1000);
      rows.putLong(at + RawRecord.OLD, i);
      rows.putLong(at + RawRecord.NEW, i + 1L);
      rows.put(at + RawRecord.SIZE, (byte) 8);
    }
    return rows;
  }

  /** Where it is. */
  public Path directory() {
    return directory;
  }

  /** Statements that go through every stage. */
  public static List<String> statements() {
    return List.of(
        "writes to phys 0x1000..+8 between 1 and 10 where new > 3 reverse limit 2",
        "last 1 writes to phys 0x1000..+8",
        "let t1 = 50%",
        "sql select count(*) from writes",
        "help");
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      // It is small, and the system empties its temporary directory.
    }
  }
}
