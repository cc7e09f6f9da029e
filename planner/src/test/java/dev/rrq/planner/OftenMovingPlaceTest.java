package dev.rrq.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.testing.QueryAssert;
import dev.rrq.planner.testing.ToyKernel;
import dev.rrq.planner.testing.ToyTrace;
import dev.rrq.store.Meta;
import dev.rrq.store.TraceStore;
import dev.rrq.store.testing.TraceBuilder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A place that moves so often that its pieces are no longer told one by one. */
final class OftenMovingPlaceTest {

  /** Offset of {@code current_leader} in the toy's data, and of two tasks. */
  private static final int LEADER = 0x300;

  private static final int INIT_TASK = 0x100;
  private static final int OTHER = 0x800;

  private static final int COMM = 8;
  private static final int END = 10_000;
  private static final int MOVES = 2500;

  @TempDir Path directory;

  /** Both names change after each move; only one of them is then the leader's. */
  @Test
  void onlyWritesToWhereItIsThenCount() {
    StringBuilder writes = new StringBuilder();
    long at = INIT_TASK;
    for (int i = 0; i < MOVES; i++) {
      long to = i % 2 == 0 ? OTHER : INIT_TASK;
      long t = 10 + 3L * i;
      line(writes, t, LEADER, Long.BYTES, ToyKernel.DATA + at, ToyKernel.DATA + to);
      line(writes, t + 1, INIT_TASK + COMM, 1, 'a' + i % 2, 'a' + (i + 1) % 2);
      line(writes, t + 2, OTHER + COMM, 1, 'a' + i % 2, 'a' + (i + 1) % 2);
      at = to;
    }
    TraceBuilder builder =
        ToyTrace.in(directory).meta(Meta.LENGTH, END).end(END).writes(writes.toString());
    try (TraceStore store = builder.open();
        Session session = new Session(store)) {
      assertThat(QueryAssert.answer(session, "writes to current_leader->comm count"))
          .startsWith("count\n" + MOVES);
      assertThat(QueryAssert.column(session, "first 3 writes to current_leader->comm", "address"))
          .containsExactly(address(OTHER), address(INIT_TASK), address(OTHER));
    }
  }

  private static void line(StringBuilder writes, long t, long data, int size, long old, long now) {
    writes.append(ToyTrace.write(t, 0, data, size, old, now)).append('\n');
  }

  private static String address(long task) {
    return "0x" + Long.toHexString(ToyKernel.DATA + task + COMM);
  }
}
