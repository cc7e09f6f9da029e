package dev.rrq.indexer.index;

import dev.rrq.gdbrsp.CallLimits;
import dev.rrq.gdbrsp.GdbClient;
import dev.rrq.gdbrsp.StubListener;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.error.StubErrorException;
import dev.rrq.gdbrsp.target.RegisterValues;
import dev.rrq.gdbrsp.transport.Endpoint;
import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.indexer.recording.Replay;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A replay that stops where it is told, and is then asked for registers and memory. */
public final class StoppedReplay implements AutoCloseable, OrcUnwinder.Machine {

  private static final CallLimits LIMITS = CallLimits.within(Duration.ofMinutes(10));

  /** Memory is fetched in aligned pieces of this many bytes. */
  private static final int PIECE = 512;

  private final Replay replay;
  private final GdbClient client;
  private final Map<Long, Optional<ByteBuffer>> memory = new HashMap<>();
  private RegisterValues registers;

  private StoppedReplay(Replay replay, GdbClient client) throws RspException {
    this.replay = replay;
    this.client = client;
    registers = client.registers().read();
  }

  /** At power-on. */
  public static StoppedReplay start(Recording recording, QemuBinary qemu) throws RspException {
    Replay replay = Replay.start(recording, qemu, Replay.Options.NONE.withGdb());
    try {
      Endpoint endpoint = new Endpoint.Unix(replay.gdbSocket());
      GdbClient client = GdbClient.connect(endpoint, LIMITS, StubListener.DEAF);
      return new StoppedReplay(replay, client);
    } catch (RspException | RuntimeException e) {
      replay.close();
      throw e;
    }
  }

  /** The connection, for what this class does not offer. */
  public GdbClient client() {
    return client;
  }

  /** Runs on to an instant. */
  public void runTo(long t) throws RspException {
    client.monitor().runTo(t);
    look();
  }

  /** Forgets what was known of the machine, which has run since. */
  public void look() throws RspException {
    memory.clear();
    registers = client.registers().read();
  }

  @Override
  public long register(String name) {
    return registers.number(name);
  }

  @Override
  public OptionalLong word(long address) {
    long start = address & -PIECE;
    int at = (int) (address - start);
    if (at > PIECE - Long.BYTES) {
      throw new IllegalArgumentException("a word at 0x" + Long.toHexString(address));
    }
    return memory
        .computeIfAbsent(start, this::fetch)
        .map(piece -> OptionalLong.of(piece.getLong(at)))
        .orElse(OptionalLong.empty());
  }

  private Optional<ByteBuffer> fetch(long start) {
    try {
      byte[] bytes = client.memory().read(start, PIECE);
      return Optional.of(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    } catch (StubErrorException e) {
      return Optional.empty();
    } catch (RspException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    replay.close();
  }
}
