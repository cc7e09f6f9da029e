package dev.rrq.indexer.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.indexer.index.DemoIndex;
import dev.rrq.indexer.index.TestEntries;
import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.recording.DemoRecording;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.indexer.stacks.FunctionEntries;
import dev.rrq.store.TraceStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Over ten windows of the demo's boot, chosen by what happens there, both engines tell the same
 * rows, calls and interrupts, from the same callers. The windows have 2,000 instructions, or as
 * many as {@code -Drrq.window} says.
 */
@Timeout(1800)
class EnginesAgreeIT {

  private static final long WINDOW = Long.getLong("rrq.window", 2000);

  @Test
  void theSameRows() throws Exception {
    Recording recording = DemoRecording.recording();
    QemuBinary qemu = DemoRecording.qemu();
    FunctionEntries functions = TestEntries.of(recording, qemu, DemoRecording.parts().vmlinux());
    long steps = 0;
    long rows = 0;
    long calls = 0;
    long interrupts = 0;
    for (Map.Entry<String, Long> window : windows(DemoIndex.store()).entrySet()) {
      // What it is chosen for lies in its middle.
      long from = Math.max(0, window.getValue() - WINDOW / 2);
      long to = from + WINDOW;
      Captured step = Captured.bySteps(recording, qemu, functions, from, to);
      Captured plugin = Captured.byPlugin(recording, qemu, functions, from, to);
      Agreement agreement = new Agreement(window.getKey(), step, plugin, to);
      System.out.println(agreement);
      agreement.check();
      steps += step.steps();
      rows += step.stores().size();
      calls += step.flow().calls(to).size();
      interrupts += step.flow().interrupts(to).size();
    }
    System.out.printf(
        "%d steps, %d stores, %d calls, %d interrupts: no difference%n",
        steps, rows, calls, interrupts);
    assertThat(rows).isGreaterThan(WINDOW / 2);
    assertThat(calls).isPositive();
    assertThat(interrupts).isPositive();
  }

  /** Memory by the remote protocol is the memory in the file. */
  @Test
  void theSameRowsByAStubAlone() throws Exception {
    Recording recording = DemoRecording.recording();
    QemuBinary qemu = DemoRecording.qemu();
    FunctionEntries functions = TestEntries.of(recording, qemu, DemoRecording.parts().vmlinux());
    String chosen = "a switch of tasks";
    long from = windows(DemoIndex.store()).get(chosen) - WINDOW / 2;
    long to = from + WINDOW;
    Captured stub = Captured.byStub(recording, qemu, functions, from, to);
    Captured file = Captured.bySteps(recording, qemu, functions, from, to);
    Captured plugin = Captured.byPlugin(recording, qemu, functions, from, to);

    new Agreement(chosen + ", by a stub", stub, plugin, to).check();
    assertThat(stub.sorted()).isEqualTo(file.sorted()).hasSizeGreaterThan(100);
    assertThat(stub.storesWithFrames()).isEqualTo(file.storesWithFrames());
    assertThat(stub.steps()).isEqualTo(file.steps());
  }

  private static Map<String, Long> windows(TraceStore store) throws Exception {
    Map<String, String> queries = new LinkedHashMap<>();
    String call = "SELECT min(t) FROM calls WHERE function = '%s'";
    String middle = "SELECT quantile_disc(t, 0.5) FROM ";
    queries.put("firmware", "SELECT 20000");
    queries.put("entry of the kernel", call.formatted("start_kernel"));
    queries.put(
        "first interrupt of the kernel",
        "SELECT min(t) FROM interrupts WHERE t > (" + call.formatted("start_kernel") + ")");
    queries.put("an interrupt", middle + "interrupts");
    queries.put("memcpy", middle + "calls WHERE function = 'memcpy'");
    queries.put("memset", middle + "calls WHERE function = 'memset'");
    queries.put("first switch of tasks", "SELECT min(t) FROM switches WHERE from_task IS NOT NULL");
    queries.put("a switch of tasks", middle + "switches");
    queries.put("first user code", "SELECT min(t) FROM writes WHERE in_user");
    queries.put("user code", middle + "writes WHERE in_user");
    Map<String, Long> windows = new LinkedHashMap<>();
    try (Connection connection = store.connect();
        Statement statement = connection.createStatement()) {
      for (Map.Entry<String, String> query : queries.entrySet()) {
        try (ResultSet rows = statement.executeQuery(query.getValue())) {
          assertThat(rows.next()).isTrue();
          windows.put(query.getKey(), rows.getLong(1));
          assertThat(rows.wasNull()).as(query.getKey()).isFalse();
        }
      }
    }
    return windows;
  }
}
