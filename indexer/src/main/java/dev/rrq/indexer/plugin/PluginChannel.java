package dev.rrq.indexer.plugin;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The indexer's end of the channel to the plugin ({@code channel.h}): a file of slots, mapped by
 * both sides, and a socket on which they tell which slots are full and which are free. All memory
 * that is in use on the way is the slots.
 *
 * <p>Used by one thread: {@link #accept}, {@link #begin}, then {@link #run} until it returns.
 * {@link #end} may come from another thread, once the machine has stopped.
 */
public final class PluginChannel implements Closeable {

  /** Raised with any change of the records or messages. */
  private static final int VERSION = 2;

  /** Small enough to stay in the second-level cache of the reading core while it is copied. */
  private static final int SLOT_BYTES = 1 << 20;

  private static final int SLOTS = 16;

  private static final int COMMAND_FREE = 1;
  private static final int COMMAND_BEGIN = 2;
  private static final int COMMAND_END = 3;

  private static final int MESSAGE_PAGES = 2;
  private static final int MESSAGE_WRITES = 3;
  private static final int MESSAGE_ENDED = 4;
  private static final int MESSAGE_BEGUN = 5;
  private static final int MESSAGE_CALLS = 6;
  private static final int MESSAGE_INTERRUPTS = 7;
  private static final int MESSAGE_CONTEXTS = 8;
  private static final int MESSAGE_CLOCK = 9;

  private static final int MESSAGE_BYTES = 24;

  private final Path slotsFile;
  private final Path socketFile;
  private final MappedByteBuffer slots;
  private final ServerSocketChannel server;
  private @Nullable SocketChannel plugin;

  private final ByteBuffer message =
      ByteBuffer.allocateDirect(MESSAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final ByteBuffer command = ByteBuffer.allocateDirect(8).order(ByteOrder.LITTLE_ENDIAN);
  private final Map<CaptureStatistic, Long> statistics = new EnumMap<>(CaptureStatistic.class);

  /**
   * Creates the two files.
   *
   * @param directory of this run alone; its path must leave room within the 108 bytes of a socket's
   */
  public PluginChannel(Path directory) throws IOException {
    slotsFile = directory.resolve("slots");
    socketFile = directory.resolve("plugin.sock");
    try (FileChannel file =
        FileChannel.open(
            slotsFile,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      slots = file.map(MapMode.READ_WRITE, 0, (long) SLOT_BYTES * SLOTS);
    }
    slots.order(ByteOrder.LITTLE_ENDIAN);
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socketFile), 1);
  }

  /**
   * The value of QEMU's {@code -plugin} option.
   *
   * @param library the plugin
   * @param entries a file of {@code struct entry}, see {@code entries.h}; null to leave out calls,
   *     contexts and interrupts
   * @param modules where the functions of kernel modules are found, see {@code modules.h}; null for
   *     nowhere
   */
  public String pluginOption(Path library, @Nullable Path entries, @Nullable String modules) {
    return "%s,slots=%s,socket=%s,slot-bytes=%d,slot-count=%d,%s%s"
        .formatted(
            library,
            slotsFile,
            socketFile,
            SLOT_BYTES,
            SLOTS,
            entries == null ? "calls=off" : "entries=" + entries,
            modules == null ? "" : ",modules=" + modules);
  }

  /**
   * The value of QEMU's {@code -plugin} option for a scan.
   *
   * @param library the plugin
   * @param scan a file that says what to look for
   */
  public String scanOption(Path library, Path scan) {
    return "%s,slots=%s,socket=%s,slot-bytes=%d,slot-count=%d,scan=%s"
        .formatted(library, slotsFile, socketFile, SLOT_BYTES, SLOTS, scan);
  }

  /**
   * Waits for the plugin to connect, which it does before the emulator does anything else. If the
   * emulator fails before that, {@link #close} from another thread ends the wait.
   */
  public void accept() throws IOException {
    plugin = server.accept();
  }

  /**
   * Starts the capture; the machine must be stopped. Takes its memory as the initial one.
   *
   * @return bytes of the machine's memory
   */
  public long begin(CaptureSink sink) throws IOException {
    send(COMMAND_BEGIN, 0);
    while (true) {
      receive();
      if (message.getInt(0) == MESSAGE_BEGUN) {
        if (message.getInt(4) != VERSION) {
          throw new CaptureException(
              "the plugin speaks version %d of the channel and this is version %d; build rrq again"
                  .formatted(message.getInt(4), VERSION));
        }
        return message.getLong(8);
      }
      dispatch(sink);
    }
  }

  /** Hands over what the plugin records, until everything up to {@link #end} has come. */
  public void run(CaptureSink sink) throws IOException {
    while (statistics.size() < CaptureStatistic.values().length) {
      receive();
      dispatch(sink);
    }
  }

  /** Asks the plugin to compare all memory and tell the rest; the machine must be stopped. */
  public void end() throws IOException {
    send(COMMAND_END, 0);
  }

  /** A count that the plugin gave at the end. */
  public long statistic(CaptureStatistic statistic) {
    return statistics.getOrDefault(statistic, 0L);
  }

  private void dispatch(CaptureSink sink) throws IOException {
    int type = message.getInt(0);
    int argument = message.getInt(4);
    long count = message.getLong(8);
    if (type == MESSAGE_ENDED) {
      keepStatistic(argument, count);
      return;
    }
    ByteBuffer records = slot(argument, count);
    switch (type) {
      case MESSAGE_PAGES -> sink.pages(records);
      case MESSAGE_WRITES -> sink.writes(records);
      case MESSAGE_CALLS -> sink.calls(records);
      case MESSAGE_INTERRUPTS -> sink.interrupts(records);
      case MESSAGE_CONTEXTS -> sink.contexts(records);
      case MESSAGE_CLOCK -> sink.clock(records);
      default -> throw new CaptureException("the plugin sent a message of unknown type " + type);
    }
    send(COMMAND_FREE, argument);
    if (message.getLong(16) > 0) {
      sink.reached(message.getLong(16));
    }
  }

  private void keepStatistic(int number, long value) throws CaptureException {
    CaptureStatistic[] known = CaptureStatistic.values();
    if (number < 0 || number >= known.length) {
      throw new CaptureException("the plugin sent a statistic of unknown number " + number);
    }
    statistics.put(known[number], value);
  }

  private ByteBuffer slot(int index, long bytes) throws CaptureException {
    if (index < 0 || index >= SLOTS || bytes < 0 || bytes > SLOT_BYTES) {
      throw new CaptureException(
          "the plugin named slot %d with %d bytes, which there is not".formatted(index, bytes));
    }
    return slots.slice(index * SLOT_BYTES, (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private SocketChannel connected() {
    SocketChannel connected = plugin;
    if (connected == null) {
      throw new IllegalStateException("no plugin has connected");
    }
    return connected;
  }

  private void receive() throws IOException {
    message.clear();
    while (message.hasRemaining()) {
      if (connected().read(message) < 0) {
        throw new EOFException("the emulator ended before the capture was complete");
      }
    }
  }

  private synchronized void send(int type, int argument) throws IOException {
    command.clear();
    command.putInt(type).putInt(argument).flip();
    while (command.hasRemaining()) {
      connected().write(command);
    }
  }

  @Override
  public void close() throws IOException {
    SocketChannel connected = plugin;
    if (connected != null) {
      connected.close();
    }
    server.close();
    Files.deleteIfExists(socketFile);
    Files.deleteIfExists(slotsFile);
  }
}
