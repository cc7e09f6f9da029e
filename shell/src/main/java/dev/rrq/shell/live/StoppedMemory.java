package dev.rrq.shell.live;

import dev.rrq.gdbrsp.error.StubErrorException;
import dev.rrq.gdbrsp.target.RegisterValues;
import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.live.LiveMemory;
import dev.rrq.planner.GuestMemory;
import dev.rrq.planner.QueryException;
import dev.rrq.store.PagingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The memory of a replay where it stands. */
public final class StoppedMemory implements GuestMemory {

  /** Words are asked for one by one, but lie together: a stack. */
  private static final int PIECE = 256;

  private static final int PAGE = 4096;

  private final Supplier<LiveMemory> memory;
  private final Supplier<RegisterValues> registers;
  private final Map<Long, Optional<ByteBuffer>> pieces = new HashMap<>();

  /** Reads by way of these, which may be others after each stop. */
  public StoppedMemory(Supplier<LiveMemory> memory, Supplier<RegisterValues> registers) {
    this.memory = memory;
    this.registers = registers;
  }

  /** Forgets what it read, as the machine has run since. */
  void forget() {
    pieces.clear();
  }

  @Override
  public byte[] physical(long address, int length) {
    try {
      return memory.get().physical(address, length);
    } catch (IndexerException e) {
      throw refused(e);
    }
  }

  private static RuntimeException refused(IndexerException e) {
    return e.getCause() instanceof StubErrorException
        ? new QueryException("the machine has no such memory: " + e.getMessage(), e)
        : e;
  }

  @Override
  public long pageTables() {
    return PagingMode.FOUR_LEVELS.root(registers.get().number("cr3"));
  }

  @Override
  public OptionalLong word(long address) {
    int offset = (int) (address & (PIECE - 1));
    if (offset > PIECE - Long.BYTES) {
      return OptionalLong.empty();
    }
    return pieces
        .computeIfAbsent(address - offset, this::piece)
        .map(bytes -> OptionalLong.of(bytes.getLong(offset)))
        .orElse(OptionalLong.empty());
  }

  private Optional<ByteBuffer> piece(long address) {
    return virtual(address, PIECE)
        .map(bytes -> ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
  }

  /** Bytes at a virtual address of whoever runs; empty where one of them is not mapped. */
  private Optional<byte[]> virtual(long address, int length) {
    try {
      return Optional.of(memory.get().virtual(address, length));
    } catch (IndexerException e) {
      if (e.getCause() instanceof StubErrorException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** As many of some bytes at a virtual address as are mapped, up to a page. */
  byte[] mapped(long address, int length) {
    int inPage = PAGE - (int) (address & (PAGE - 1));
    return virtual(address, length)
        .or(() -> virtual(address, Math.min(length, inPage)))
        .orElse(new byte[0]);
  }
}
