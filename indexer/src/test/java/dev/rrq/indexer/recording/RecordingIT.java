package dev.rrq.indexer.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.IndexerException.Kind;
import dev.rrq.indexer.guest.DemoInitrd;
import dev.rrq.indexer.qemu.QemuBinary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recording and replaying real boots. */
@Timeout(300)
class RecordingIT {

  @TempDir Path directory;

  @AfterEach
  void nothingIsLeftRunning() {
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aBootIsRecordedWhole() throws IOException {
    Recording recording = DemoRecording.recording();

    assertThat(Files.readString(recording.console(), StandardCharsets.ISO_8859_1))
        .contains("Linux version", DemoInitrd.LAST_LINE, "reboot: Power down");
    assertThat(recording.manifest().end()).isEqualTo(End.POWER_OFF);
    assertThat(recording.length()).isBetween(500_000_000L, 5_000_000_000L);
    assertThat(recording.snapshots()).hasSizeGreaterThan(1);
    assertThat(recording.snapshots().get(0)).isEqualTo(new Snapshot(Recording.START, 0, 0));
    assertThat(recording.directory().resolveSibling("demo.rrq.incomplete")).doesNotExist();
    recording.checkContents();
  }

  @Test
  void aReplayFromPowerOnIsTheSame() throws Exception {
    assertThat(replayToTheEnd(DemoRecording.recording(), null))
        .isEqualTo(console(DemoRecording.recording()));
  }

  @Test
  void aReplayFromAnySnapshotEndsTheSame() throws Exception {
    Recording recording = DemoRecording.recording();
    List<Snapshot> all = recording.snapshots();
    for (Snapshot snapshot :
        List.of(all.get(0), all.get(all.size() / 2), all.get(all.size() - 1))) {
      String rest = replayToTheEnd(recording, snapshot);

      // The byte that was on the wire may come again.
      assertThat(console(recording)).as(snapshot.name()).endsWith(rest.substring(1));
    }
  }

  @Test
  void replaysRunSideBySide() throws Exception {
    Recording recording = DemoRecording.recording();
    List<Snapshot> snapshots = recording.snapshots();
    Snapshot last = snapshots.get(snapshots.size() - 1);
    try (Replay one = replay(recording, last);
        Replay other = replay(recording, last)) {
      startToTheEnd(one, recording);
      startToTheEnd(other, recording);
      awaitStop(one);
      awaitStop(other);

      assertThat(Files.mismatch(one.memoryFile(), other.memoryFile())).isEqualTo(-1);
    }
  }

  @Test
  void theCommandOfTheManifestReplaysByHand() throws Exception {
    Recording recording = DemoRecording.recording();
    Path copy = Files.createDirectory(directory.resolve("copy.rrq"));
    try (Stream<Path> files = Files.list(recording.directory())) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    List<String> command =
        new ArrayList<>(Recording.open(copy).replayCommand(DemoRecording.qemu()));
    int console = command.indexOf("file:/dev/null");
    command.set(console, "file:" + directory.resolve("console"));
    Process process = new ProcessBuilder(command).inheritIO().start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }

    assertThat(directory.resolve("console")).hasSameBinaryContentAs(recording.console());
  }

  @ParameterizedTest
  @ValueSource(strings = {"console=ttyS0 panic=-1 nokaslr", "console=ttyS0 panic=-1 kaslr"})
  void kernelsAreRecordedWithAndWithoutKaslr(String append) {
    Recording recording = record(request("kaslr.rrq").withAppend(append));

    assertThat(recording.manifest().append()).isEqualTo(append);
    assertThat(recording.manifest().end()).isEqualTo(End.POWER_OFF);
  }

  @Test
  void aRecordingThatIsStoppedReplays() throws Exception {
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    AtomicReference<Recorder> recorder = new AtomicReference<>();
    recorder.set(
        new Recorder(
            DemoRecording.qemu(),
            request("stopped.rrq").withConsole(console),
            progress -> {
              if (progress.instructions() > 0 && console.size() > 0) {
                recorder.get().stop();
              }
            }));

    Recording recording = recorder.get().record();

    assertThat(recording.manifest().end()).isEqualTo(End.INTERRUPTED);
    assertThat(console.toString(StandardCharsets.ISO_8859_1)).isEqualTo(console(recording));
    assertThat(console(recording)).startsWith(replayToTheEnd(recording, null));
  }

  @Test
  void aTimeLimitEndsAGuestThatDoesNot() {
    Recording recording = record(request("limit.rrq").withTimeLimit(Duration.ofSeconds(1)));

    assertThat(recording.manifest().end()).isEqualTo(End.TIME_LIMIT);
    assertThat(recording.length()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"console=ttyS0", "console=ttyS0 panic=-1"})
  void aPanicIsRecorded(String append) throws IOException {
    Path empty = Files.createFile(directory.resolve("empty"));
    RecordRequest request = request("panic.rrq");
    Recording recording =
        record(RecordRequest.of(request.trace(), request.kernel(), empty).withAppend(append));

    assertThat(recording.manifest().end()).isEqualTo(End.PANIC);
    assertThat(console(recording)).contains("Kernel panic - not syncing");
    assertThat(Recorder.lastConsoleLines(recording)).isNotEmpty();
  }

  @Test
  void aKernelWithADamagedPayloadDoesNotBoot() throws IOException {
    Path kernel = directory.resolve("kernel");
    Files.copy(DemoRecording.parts().kernel(), kernel);
    try (FileChannel file = FileChannel.open(kernel, StandardOpenOption.WRITE)) {
      byte[] noise = new byte[1 << 16];
      new Random(1).nextBytes(noise);
      file.write(ByteBuffer.wrap(noise), file.size() / 2);
    }

    assertDoesNotBoot(kernel);
  }

  @Test
  void aKernelThatIsCutOffDoesNotBoot() throws IOException {
    byte[] whole = Files.readAllBytes(DemoRecording.parts().kernel());
    Path kernel = Files.write(directory.resolve("kernel"), Arrays.copyOf(whole, 1 << 18));

    assertDoesNotBoot(kernel);
  }

  private void assertDoesNotBoot(Path kernel) {
    RecordRequest request = RecordRequest.of(directory.resolve("dead.rrq"), kernel, null);

    IndexerException e =
        catchThrowableOfType(
            IndexerException.class, () -> DemoRecording.record(request, DemoRecording.qemu()));

    assertThat(e.kind()).isEqualTo(Kind.FAILED);
    assertThat(e).hasMessageStartingWith("the kernel did not boot");
    assertThat(directory).isDirectoryNotContaining("glob:**dead*");
  }

  @Test
  void aDiskIsSeenAndStaysAsItWas() throws Exception {
    Path disk = directory.resolve("disk.img");
    byte[] content = new byte[1 << 20];
    new Random(2).nextBytes(content);
    Files.write(disk, content);

    Recording recording = record(request("disk.rrq").withDisk(disk));

    assertThat(disk).hasBinaryContent(content);
    assertThat(replayToTheEnd(recording, null)).isEqualTo(console(recording));
    List<Snapshot> snapshots = recording.snapshots();
    replayToTheEnd(recording, snapshots.get(snapshots.size() - 1));

    Files.write(disk, new byte[1 << 20]);
    assertThatThrownBy(recording::checkContents).hasMessageContaining("has changed");
  }

  @Test
  void argumentsThatQemuRefusesAreExplainedInItsOwnWords() {
    RecordRequest request = request("bad.rrq").withQemuArguments(List.of("-frobnicate"));

    assertThatThrownBy(() -> record(request))
        .hasMessageContaining("QEMU ended at once")
        .hasMessageContaining("-frobnicate: invalid option");
    assertThat(request.trace().resolveSibling("bad.rrq.incomplete")).doesNotExist();
  }

  @Test
  void anotherQemuVersionIsRefused() {
    Recording recording = DemoRecording.recording();
    QemuBinary other = new QemuBinary(DemoRecording.qemu().path(), "7.2.999");

    assertThatThrownBy(() -> Replay.start(recording, other, Replay.Options.NONE))
        .hasMessageContaining("replays only with it; here is QEMU 7.2.999");
  }

  private RecordRequest request(String name) {
    RecordRequest demo = DemoRecording.requestFor(name);
    return RecordRequest.of(directory.resolve(name), demo.kernel(), demo.initrd());
  }

  private static Recording record(RecordRequest request) {
    return DemoRecording.record(request, DemoRecording.qemu());
  }

  private static Replay replay(Recording recording, @Nullable Snapshot from) {
    return Replay.start(recording, DemoRecording.qemu(), Replay.Options.NONE.withSnapshot(from));
  }

  /** Replays up to the recording's length; gives what the guest wrote. */
  private static String replayToTheEnd(Recording recording, @Nullable Snapshot from)
      throws IOException, InterruptedException {
    try (Replay replay = replay(recording, from)) {
      assertThat(replay.process().instructions()).isEqualTo(from == null ? 0 : from.t());
      startToTheEnd(replay, recording);
      awaitStop(replay);
      assertThat(replay.process().instructions()).isEqualTo(recording.length());
      return Files.readString(replay.console(), StandardCharsets.ISO_8859_1);
    }
  }

  private static void startToTheEnd(Replay replay, Recording recording) throws IOException {
    replay.process().qmp().monitor("replay_break " + recording.length());
    replay.process().resume();
  }

  private static void awaitStop(Replay replay) throws IOException, InterruptedException {
    JsonNode event;
    do {
      event = replay.process().qmp().nextEvent(Duration.ofMinutes(1));
      assertThat(event).as("QEMU stops").isNotNull();
    } while (!event.path("event").asText().equals("STOP"));
  }

  private static String console(Recording recording) throws IOException {
    return Files.readString(recording.console(), StandardCharsets.ISO_8859_1);
  }
}
