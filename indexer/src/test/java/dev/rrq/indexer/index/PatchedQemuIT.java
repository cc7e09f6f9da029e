package dev.rrq.indexer.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.gdbrsp.CallLimits;
import dev.rrq.gdbrsp.GdbClient;
import dev.rrq.gdbrsp.StubListener;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.qemu.StepLog;
import dev.rrq.gdbrsp.target.Register;
import dev.rrq.gdbrsp.target.RegisterValues;
import dev.rrq.gdbrsp.transport.Endpoint;
import dev.rrq.indexer.guest.ConformanceGuest;
import dev.rrq.indexer.guest.DemoInitrd;
import dev.rrq.indexer.qemu.PatchedQemu;
import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.recording.DemoRecording;
import dev.rrq.indexer.recording.RecordRequest;
import dev.rrq.indexer.recording.Recorder;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.indexer.recording.Replay;
import dev.rrq.indexer.recording.ReplayWindow;
import dev.rrq.indexer.recording.Snapshot;
import dev.rrq.indexer.verify.MemoryComparison;
import dev.rrq.indexer.verify.MemoryVerifier;
import dev.rrq.store.TraceStore;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Builds QEMU with {@code qemu-rr.patch}, once, and tries what it adds on real boots. */
@Timeout(5400)
class PatchedQemuIT {

  private static final CallLimits PATIENT = CallLimits.within(Duration.ofMinutes(10));

  private static final QemuBinary PATCHED = PatchedQemu.binary();

  /** At how many instants the guest's memory must be what the rows make of it. */
  private static final int INSTANTS = 20;

  @TempDir Path directory;

  @Test
  void aRecordingOfStockQemuReplaysTheSame() throws Exception {
    Recording recording = DemoRecording.recording();
    double stock = secondsToReplay(recording, DemoRecording.qemu());
    double patched = secondsToReplay(recording, PATCHED);

    System.err.printf(
        "bare replay: stock %.2f s, patched %.2f s, %.2f times as fast%n",
        stock, patched, stock / patched);
  }

  @Test
  void aRecordingOfThePatchedOneReplaysOnStockQemu() throws Exception {
    secondsToReplay(recordDemo(), DemoRecording.qemu());
  }

  private Recording recordDemo() throws IOException {
    Path initrd = directory.resolve("initrd");
    try (OutputStream out = Files.newOutputStream(initrd)) {
      DemoInitrd.write(DemoRecording.parts().busybox(), DemoRecording.parts().modules(), out);
    }
    RecordRequest request =
        RecordRequest.of(directory.resolve("patched.rrq"), DemoRecording.parts().kernel(), initrd);
    return new Recorder(PATCHED, request, progress -> {}).record();
  }

  private static double secondsToReplay(Recording recording, QemuBinary qemu) throws IOException {
    try (Replay replay = Replay.start(recording, qemu, Replay.Options.NONE)) {
      long start = System.nanoTime();
      long end = new ReplayWindow(replay.process()).runTo(recording.length(), () -> false);
      double seconds = (System.nanoTime() - start) / 1e9;

      assertThat(end).isEqualTo(recording.length());
      assertThat(Files.readString(replay.console(), StandardCharsets.ISO_8859_1))
          .isEqualTo(Files.readString(recording.console(), StandardCharsets.ISO_8859_1));
      return seconds;
    }
  }

  @Test
  void goingToAnInstantTwiceFindsTheSame() throws Exception {
    Recording recording = DemoRecording.recording();
    Snapshot from = recording.snapshots().get(0);
    List<Long> instants = new Random(6).longs(12, 0, recording.length()).boxed().toList();
    try (Replay replay = replay(recording, from);
        GdbClient gdb = connect(replay)) {
      assertThat(gdb.features().seek()).isTrue();
      List<Map<String, BigInteger>> first = new ArrayList<>();
      List<Double> seconds = new ArrayList<>();
      for (long t : instants) {
        long start = System.nanoTime();
        gdb.monitor().seek(t);
        seconds.add((System.nanoTime() - start) / 1e9);
        assertThat(gdb.qemu().icount()).isEqualTo(t);
        assertThat(gdb.monitor().replayStatus().icount()).isEqualTo(t);
        first.add(registers(gdb));
      }
      for (int i = instants.size() - 1; i >= 0; i--) {
        gdb.monitor().seek(instants.get(i) - 1);
        gdb.monitor().seek(instants.get(i));
        assertThat(registers(gdb)).isEqualTo(first.get(i));
      }
      seconds.sort(null);
      System.err.printf("seek: median %.2f s%n", seconds.get(seconds.size() / 2));
    }
  }

  private static Map<String, BigInteger> registers(GdbClient gdb) throws RspException {
    RegisterValues values = gdb.registers().read();
    return gdb.layout().description().registers().stream()
        .collect(
            Collectors.toMap(Register::name, register -> new BigInteger(values.bytes(register))));
  }

  @Test
  void manyStepsAreSingleSteps() throws Exception {
    Recording recording = DemoRecording.recording();
    Snapshot from = recording.snapshots().get(recording.snapshots().size() / 2);
    Random random = new Random(7);
    try (Replay replay = replay(recording, from);
        GdbClient gdb = connect(replay)) {
      for (long t : random.longs(4, from.t(), from.t() + 50_000_000).toArray()) {
        gdb.monitor().seek(t);
        RegisterValues before = gdb.registers().read();
        long start = System.nanoTime();
        StepLog log = gdb.execution().stepMany(100_000);
        double rate = 100_000e9 / (System.nanoTime() - start);
        System.err.printf("steps: %.0f a second with all that they change%n", rate);
        gdb.monitor().seek(t);
        assertThat(gdb.registers().read().number("rip")).isEqualTo(before.number("rip"));
        compareSteps(gdb, log, 1000);
      }
    }
  }

  /**
   * Makes the steps again one by one, and looks whether registers and memory become the same. A
   * single step may be several of the log: a pause does not stop.
   */
  private static void compareSteps(GdbClient gdb, StepLog log, int steps) throws RspException {
    long icount = gdb.qemu().icount();
    for (int i = 0; i < steps; i++) {
      RegisterValues before = gdb.registers().read();
      gdb.execution().step();
      RegisterValues after = gdb.registers().read();
      long reached = gdb.qemu().icount();
      Map<Integer, byte[]> changed = new HashMap<>();
      List<StepLog.Write> writes = new ArrayList<>();
      do {
        StepLog.Step step = log.next();
        icount += step.instructions();
        step.registers().forEach(register -> changed.put(register.number(), register.value()));
        writes.addAll(step.writes());
      } while (icount < reached || !leadsTo(after, before, changed));

      assertThat(icount).isEqualTo(reached);
      for (Register register : gdb.layout().description().registers()) {
        assertThat(after.bytes(register))
            .as(register.name() + " at " + icount)
            .isEqualTo(changed.getOrDefault(register.number(), before.bytes(register)));
      }
      compareMemory(gdb, writes);
    }
  }

  /** Whether the next instruction is the right one; what it is after an exception's delivery. */
  private static boolean leadsTo(
      RegisterValues after, RegisterValues before, Map<Integer, byte[]> changed) {
    Register rip = after.layout().programCounter();
    return Arrays.equals(after.bytes(rip), changed.getOrDefault(rip.number(), before.bytes(rip)));
  }

  private static void compareMemory(GdbClient gdb, List<StepLog.Write> writes) throws RspException {
    if (writes.isEmpty()) {
      return;
    }
    StepLog.Write last = writes.get(writes.size() - 1);
    gdb.qemu().physicalMemory(true);
    assertThat(gdb.memory().read(last.physical(), last.value().length)).isEqualTo(last.value());
    gdb.qemu().physicalMemory(false);
  }

  @Test
  void noWriteOfABootIsByAnUnknownAuthor() throws Exception {
    everyWriteHasItsAuthor(recordDemo(), DemoRecording.parts().vmlinux());
  }

  @Test
  void noWriteOfTheBareMetalGuestIsByAnUnknownAuthor() throws Exception {
    ConformanceGuest guest = ConformanceGuest.build(directory);
    everyWriteHasItsAuthor(guest.record(PATCHED, "guest.rrq"), guest.elf());
  }

  private static void everyWriteHasItsAuthor(Recording recording, Path vmlinux) throws Exception {
    IndexOptions options = new IndexOptions(vmlinux, 0, Long.MAX_VALUE);
    new Indexer(recording, PATCHED, options, IndexProgress.SILENT).run();
    try (TraceStore store = TraceStore.open(recording.directory())) {
      assertThat(
              StoreQuery.rows(
                  store,
                  "SELECT name FROM stats WHERE value > 0"
                      + " AND name IN ('load_finds', 'sweep_finds', 'stores_lost')",
                  row -> row.getString(1)))
          .isEmpty();
      assertThat(StoreQuery.numbers(store, "SELECT t FROM writes WHERE t_from <> t LIMIT 9"))
          .isEmpty();
      assertThat(
              StoreQuery.numbers(store, "SELECT count(*) FROM writes WHERE function = '<device>'"))
          .first()
          .satisfies(count -> assertThat(count).isPositive());
      MemoryVerifier verifier = new MemoryVerifier(recording, PATCHED, store, IndexProgress.SILENT);
      assertThat(verifier.run()).isNotEmpty().allMatch(MemoryComparison::isEqual);
      List<Long> instants =
          new Random(20).longs(INSTANTS, 1, recording.length()).sorted().boxed().toList();
      assertThat(verifier.at(instants)).hasSize(INSTANTS).allMatch(MemoryComparison::isEqual);
    }
  }

  private static Replay replay(Recording recording, Snapshot from) {
    return Replay.start(
        recording, PATCHED, Replay.Options.NONE.withSnapshot(from).withAllSnapshots().withGdb());
  }

  private static GdbClient connect(Replay replay) throws RspException {
    return GdbClient.connect(new Endpoint.Unix(replay.gdbSocket()), PATIENT, StubListener.DEAF);
  }
}
