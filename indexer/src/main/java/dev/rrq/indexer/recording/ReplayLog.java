package dev.rrq.indexer.recording;

import dev.rrq.indexer.IndexerException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What QEMU's record/replay log says about its length (QEMU's docs/replay.txt, "Replay log
 * format"). The log is a header and a sequence of events, some of which are "so many instructions".
 *
 * @param instructions the instructions before the machine was told to shut down: the last point
 *     that every replay reaches. The write that powers a guest off lies in the slice after it.
 */
record ReplayLog(long instructions) {

  /** The version word of QEMU 7.2. */
  static final int VERSION = 0x00e0200c;

  private static final int BUFFER = 1 << 16;

  private static final int INSTRUCTION = 0x00;
  private static final int INTERRUPT = 0x01;
  private static final int EXCEPTION = 0x02;
  private static final int ASYNC_BH = 0x03;
  private static final int ASYNC_BH_ONESHOT = 0x04;
  private static final int ASYNC_INPUT = 0x05;
  private static final int ASYNC_INPUT_SYNC = 0x06;
  private static final int ASYNC_CHAR_READ = 0x07;
  private static final int ASYNC_BLOCK = 0x08;
  private static final int SHUTDOWN = 0x0a;
  private static final int SHUTDOWN_LAST = 0x15;
  private static final int CHAR_WRITE = 0x16;
  private static final int CHAR_READ_ALL = 0x17;
  private static final int CHAR_READ_ALL_ERROR = 0x18;
  private static final int RANDOM = 0x1b;
  private static final int CLOCK_HOST = 0x1c;
  private static final int CLOCK_VIRTUAL_RT = 0x1d;
  private static final int CHECKPOINT = 0x1e;
  private static final int CHECKPOINT_LAST = 0x26;
  private static final int END = 0x27;

  /**
   * Reads a finished log.
   *
   * @throws IndexerException of kind DAMAGED when it is cut off, of another QEMU, or none
   */
  static ReplayLog read(Path path) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(path), BUFFER))) {
      int version = in.readInt();
      if (version == 0) {
        throw IndexerException.damaged("the replay log was never finished: " + path);
      }
      if (version != VERSION) {
        throw IndexerException.damaged(
            String.format(
                "the replay log is of another QEMU (version word %x): %s", version, path));
      }
      in.readLong();
      return new ReplayLog(sum(in, path));
    } catch (EOFException e) {
      throw IndexerException.damaged("the replay log is cut off: " + path);
    }
  }

  private static long sum(DataInputStream in, Path path) throws IOException {
    long instructions = 0;
    while (true) {
      int event = in.readUnsignedByte();
      if (event == INSTRUCTION) {
        instructions += in.readInt();
      } else if (event == END || (event >= SHUTDOWN && event <= SHUTDOWN_LAST)) {
        return instructions;
      } else {
        skip(in, event, path);
      }
    }
  }

  private static void skip(DataInputStream in, int event, Path path) throws IOException {
    if (event >= CHECKPOINT && event <= CHECKPOINT_LAST) {
      return;
    }
    switch (event) {
      case INTERRUPT, EXCEPTION, ASYNC_INPUT_SYNC -> {}
      case ASYNC_BH, ASYNC_BH_ONESHOT, ASYNC_BLOCK, CLOCK_HOST, CLOCK_VIRTUAL_RT, CHAR_WRITE ->
          in.skipNBytes(Long.BYTES);
      case CHAR_READ_ALL_ERROR -> in.skipNBytes(Integer.BYTES);
      case CHAR_READ_ALL -> skipArray(in);
      case ASYNC_CHAR_READ -> {
        in.skipNBytes(1);
        skipArray(in);
      }
      case RANDOM -> {
        in.skipNBytes(Integer.BYTES);
        skipArray(in);
      }
      default ->
          throw IndexerException.damaged(
              String.format(
                  "the replay log has an event that rrq does not know (%x)%s: %s",
                  event, event == ASYNC_INPUT ? ", input" : "", path));
    }
  }

  private static void skipArray(DataInputStream in) throws IOException {
    in.skipNBytes(Integer.toUnsignedLong(in.readInt()));
  }
}
