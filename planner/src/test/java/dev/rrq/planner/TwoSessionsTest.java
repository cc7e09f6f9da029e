package dev.rrq.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.testing.QueryAssert;
import dev.rrq.planner.testing.ToyFlow;
import dev.rrq.planner.testing.ToyTrace;
import dev.rrq.store.TraceStore;
import dev.rrq.store.testing.TraceBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TwoSessionsTest {

  private static final Path FLOW = Path.of("src/test/resources/dev/rrq/planner/toy.flow");

  @TempDir Path directory;

  /** Each numbers its sets by itself, and closing one takes nothing from the other. */
  @Test
  void sessionsOverOneStoreHaveFunctionsOfTheirOwn() throws IOException {
    TraceBuilder builder = ToyFlow.add(ToyTrace.in(directory), Files.readString(FLOW));
    try (TraceStore store = builder.open();
        Session session = new Session(store)) {
      String early = "writes to jiffies under start_kernel by pid 0";
      String late = "writes to jiffies under do_timer where task is unknown or pid >= 0";
      var before = QueryAssert.column(session, early, "task");
      try (Session other = new Session(store)) {
        assertThat(QueryAssert.column(other, late, "t")).isNotEmpty();
        assertThat(QueryAssert.column(other, early, "task")).isEqualTo(before);
      }
      assertThat(before).isNotEmpty();
      assertThat(QueryAssert.column(session, early, "task")).isEqualTo(before);
      assertThat(QueryAssert.column(session, late, "t")).isNotEmpty();
    }
  }
}
