package dev.rrq.indexer.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.indexer.guest.ConformanceGuest;
import dev.rrq.indexer.index.TestEntries;
import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.recording.End;
import dev.rrq.indexer.recording.Recorder;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.indexer.stacks.FunctionEntries;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both engines tell of every way to store what is known of it, and tell the same. */
@Timeout(600)
class ConformanceIT {

  /** Where the boot loader enters the guest, linear. */
  private static final long SETUP = 0x10200;

  private static final long SETUP_END = 0x10a00;

  @TempDir Path directory;

  @Test
  void theEnginesAgreeOnEveryWayToStore() throws Exception {
    ConformanceGuest guest = ConformanceGuest.build(directory);
    QemuBinary qemu = QemuBinary.find();
    Recording recording = guest.record(qemu, "guest.rrq");
    assertThat(recording.manifest().end()).isEqualTo(End.POWER_OFF);
    assertThat(Recorder.lastConsoleLines(recording)).contains(ConformanceGuest.LAST_WORDS);

    FunctionEntries functions = TestEntries.of(recording, qemu, null);
    long length = recording.length();
    Captured whole = Captured.byPlugin(recording, qemu, functions, 0, length);
    long start =
        whole.rows().stream()
            .filter(row -> row.byInstruction() && row.pc() >= SETUP && row.pc() < SETUP_END)
            .mapToLong(CapturedRow::t)
            .min()
            .orElseThrow();

    Captured plugin = Captured.byPlugin(recording, qemu, functions, start, length);
    Captured step = Captured.bySteps(recording, qemu, functions, start, length);
    Agreement agreement = new Agreement("conformance guest", step, plugin, length);
    System.out.println(agreement);
    assertExpected(guest, plugin.stores());
    assertExpected(guest, step.stores());
    agreement.check();
    assertThat(step.flow().calls(length)).isNotEmpty();
    assertThat(step.flow().interrupts(length)).isNotEmpty();
  }

  private static void assertExpected(ConformanceGuest guest, List<CapturedRow> stores) {
    assertThat(guest.expectations()).hasSizeGreaterThan(90);
    assertThat(guest.expectations())
        .filteredOn(expected -> stores.stream().noneMatch(row -> meets(row, expected)))
        .as("effects that are known and were not told")
        .isEmpty();
  }

  private static boolean meets(CapturedRow row, ConformanceGuest.Expectation expected) {
    return row.pc() == expected.pc()
        && row.vaddr() == expected.address()
        && row.paddr() == expected.address()
        && row.size() == expected.size()
        && row.old() == expected.old()
        && row.changed() == expected.changed();
  }
}
