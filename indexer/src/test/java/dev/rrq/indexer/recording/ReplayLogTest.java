package dev.rrq.indexer.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayLogTest {

  private static final int GUEST_SHUTDOWN = 0x10;
  private static final int END = 0x27;

  @TempDir Path directory;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream log = new DataOutputStream(bytes);

  @Test
  void countsInstructionsUpToTheShutdown() throws IOException {
    header(ReplayLog.VERSION);
    instructions(1000);
    clock();
    instructions(234);
    log.writeByte(GUEST_SHUTDOWN);
    instructions(99);
    log.writeByte(END);

    assertThat(read().instructions()).isEqualTo(1234);
  }

  @Test
  void skipsEveryKindOfEvent() throws IOException {
    header(ReplayLog.VERSION);
    for (int event : new int[] {0x01, 0x02, 0x06, 0x1e, 0x26}) {
      log.writeByte(event);
    }
    for (int event : new int[] {0x03, 0x04, 0x08, 0x16, 0x1c, 0x1d}) {
      log.writeByte(event);
      log.writeLong(-1);
    }
    log.writeByte(0x07);
    log.writeByte(0);
    array(3);
    log.writeByte(0x17);
    array(5);
    log.writeByte(0x18);
    log.writeInt(-11);
    log.writeByte(0x1b);
    log.writeInt(0);
    array(16);
    instructions(7);
    log.writeByte(END);

    assertThat(read().instructions()).isEqualTo(7);
  }

  @Test
  void refusesALogThatIsCutOff() throws IOException {
    header(ReplayLog.VERSION);
    instructions(1000);

    assertThatThrownBy(this::read).hasMessageContaining("cut off");
  }

  @Test
  void refusesALogThatWasNotFinished() throws IOException {
    header(0);

    assertThatThrownBy(this::read).hasMessageContaining("never finished");
  }

  @Test
  void refusesTheLogOfAnotherRelease() throws IOException {
    header(0x00e0200d);

    assertThatThrownBy(this::read).hasMessageContaining("another QEMU (version word e0200d)");
  }

  @Test
  void refusesAnEventThatItDoesNotKnow() throws IOException {
    header(ReplayLog.VERSION);
    log.writeByte(0x77);

    assertThatThrownBy(this::read).hasMessageContaining("(77)");
  }

  private void header(int version) throws IOException {
    log.writeInt(version);
    log.writeLong(0);
  }

  private void instructions(int count) throws IOException {
    log.writeByte(0);
    log.writeInt(count);
  }

  private void clock() throws IOException {
    log.writeByte(0x1c);
    log.writeLong(1);
  }

  private void array(int length) throws IOException {
    log.writeInt(length);
    log.write(new byte[length]);
  }

  private ReplayLog read() throws IOException {
    return ReplayLog.read(Files.write(directory.resolve("log"), bytes.toByteArray()));
  }
}
