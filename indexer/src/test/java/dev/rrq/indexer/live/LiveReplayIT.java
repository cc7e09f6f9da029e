package dev.rrq.indexer.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.gdbrsp.target.RegisterValues;
import dev.rrq.gdbrsp.transport.Endpoint;
import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.recording.DemoRecording;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.indexer.recording.Replay;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A replay of the demo's boot is brought anywhere, and is the same machine whenever it is there.
 */
@Timeout(900)
class LiveReplayIT {

  private static final int TIMES = 50;

  private final Recording recording = DemoRecording.recording();
  private final QemuBinary qemu = DemoRecording.qemu();

  @Test
  void goesToRandomTimesAndFindsTheSameRegisters() {
    List<Long> times = new ArrayList<>();
    new Random(1).longs(TIMES, 0, recording.length()).forEach(times::add);
    Map<Long, String> before = new HashMap<>();
    List<Long> millis = new ArrayList<>();
    try (LiveReplay replay = LiveReplay.start(recording, qemu, 0)) {
      for (long t : times) {
        before.put(t, visit(replay, t, millis));
      }
      Collections.reverse(times);
      for (long t : times) {
        assertThat(visit(replay, t, millis)).as("registers at %d", t).isEqualTo(before.get(t));
      }
    }
    Collections.sort(millis);
    System.out.printf(
        "a goto takes %d ms (median of %d), %d ms (90 %%), %d ms at most%n",
        millis.get(millis.size() / 2),
        millis.size(),
        millis.get(millis.size() * 9 / 10),
        millis.get(millis.size() - 1));
  }

  private static String visit(LiveReplay replay, long t, List<Long> millis) {
    long start = System.nanoTime();
    assertThat(replay.goTo(t, Control.NONE)).isEqualTo(new Stop.Reached(t));
    millis.add((System.nanoTime() - start) / 1_000_000);
    assertThat(replay.now()).isEqualTo(t);
    return text(replay.registers());
  }

  private static String text(RegisterValues values) {
    return values.layout().description().registers().stream()
        .filter(register -> register.bits() <= Long.SIZE)
        .map(register -> register.name() + "=" + Long.toHexString(values.number(register)))
        .collect(Collectors.joining(" "));
  }

  @Test
  void theEndIsReachedAndNotPassed() {
    long length = recording.length();
    try (LiveReplay replay = LiveReplay.start(recording, qemu, length)) {
      assertThat(replay.now()).isLessThan(length);
      assertThat(replay.resume(OptionalLong.empty(), Control.NONE))
          .isEqualTo(new Stop.Ended(length));
      assertThat(replay.goTo(length - 1, Control.NONE)).isEqualTo(new Stop.Reached(length - 1));
      assertThat(replay.step(1, Control.NONE)).isEqualTo(new Stop.Ended(length));
    }
  }

  @Test
  void aMachineOfSomebodyElseIsJoinedAndLeftStanding() {
    Replay.Options options =
        Replay.Options.NONE.withSnapshot(recording.snapshotBefore(0)).withAllSnapshots().withGdb();
    try (Replay other = Replay.start(recording, qemu, options)) {
      Endpoint stub = new Endpoint.Unix(other.gdbSocket());
      long t = recording.length() / 3;
      OptionalLong length = OptionalLong.of(recording.length());
      try (LiveReplay joined = LiveReplay.attach(stub, length)) {
        assertThat(joined.log()).hasValue(recording.replayLog());
        assertThat(joined.goTo(t, Control.NONE)).isEqualTo(new Stop.Reached(t));
      }
      assertThat(other.process().isAlive()).isTrue();
      assertThat(other.process().instructions()).isEqualTo(t);
      try (LiveReplay again = LiveReplay.attach(stub, length)) {
        assertThat(again.now()).isEqualTo(t);
        again.lend(
            endpoint -> {
              try (LiveReplay borrower = LiveReplay.attach(endpoint, length)) {
                assertThat(borrower.step(1000, Control.NONE)).isEqualTo(new Stop.Reached(t + 1000));
              }
            });
        assertThat(again.now()).isEqualTo(t + 1000);
      }
    }
  }
}
