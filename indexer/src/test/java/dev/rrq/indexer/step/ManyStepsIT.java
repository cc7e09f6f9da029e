package dev.rrq.indexer.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.indexer.guest.ConformanceGuest;
import dev.rrq.indexer.index.TestEntries;
import dev.rrq.indexer.qemu.PatchedQemu;
import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.recording.DemoRecording;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.indexer.stacks.FunctionEntries;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * With an emulator that makes many steps at once, the step engine tells what the plugin tells:
 * every row, by whomever, with its exact time, every call and interrupt. The windows have 20,000
 * instructions, or as many as {@code -Drrq.window} says.
 */
@Timeout(5400)
class ManyStepsIT {

  private static final QemuBinary QEMU = PatchedQemu.binary();
  private static final long WINDOW = Long.getLong("rrq.window", 20_000);
  private static final int WINDOWS = 4;

  @TempDir Path directory;

  @Test
  void theSameRowsOfABoot() throws Exception {
    Recording recording = DemoRecording.recording();
    FunctionEntries functions = TestEntries.of(recording, QEMU, DemoRecording.parts().vmlinux());
    Random random = new Random(11);
    for (int i = 0; i < WINDOWS; i++) {
      sameRows(recording, functions, random.nextLong(recording.length() - WINDOW), WINDOW);
    }
  }

  @Test
  void theSameRowsOfEveryWayToStore() throws Exception {
    Recording recording = ConformanceGuest.build(directory).record(QEMU, "guest.rrq");
    sameRows(recording, TestEntries.of(recording, QEMU, null), 0, recording.length());
  }

  private static void sameRows(
      Recording recording, FunctionEntries functions, long from, long instructions)
      throws Exception {
    long to = from + instructions;
    long begun = System.nanoTime();
    Captured step = Captured.bySteps(recording, QEMU, functions, from, to);
    double seconds = (System.nanoTime() - begun) / 1e9;
    Captured plugin = Captured.byPlugin(recording, QEMU, functions, from, to);
    String window = String.format("[%d, %d) in %.1f s", from, to, seconds);
    Agreement agreement = new Agreement(window, step, plugin, to);
    System.out.println(agreement);
    assertThat(step.sorted()).isEqualTo(plugin.sorted());
    agreement.check();
  }
}
