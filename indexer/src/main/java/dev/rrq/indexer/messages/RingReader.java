package dev.rrq.indexer.messages;

import dev.rrq.indexer.kernel.WatchedMemory;
import dev.rrq.indexer.kernel.WatchedMemory.Change;
import dev.rrq.store.LogWriter.Message;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows the states of a ring's descriptors. A record is there when its descriptor, which was
 * reserved, comes to be committed or final; one that is opened again, to be continued, when that
 * happens for the last time.
 */
final class RingReader {

  /** The upper two bits of a descriptor's state; the others are its id. */
  private static final int STATE_SHIFT = Long.SIZE - 2;

  private static final long ID = (1L << STATE_SHIFT) - 1;

  /** {@code enum desc_state}. */
  private static final long RESERVED = 0;

  private static final long COMMITTED = 1;
  private static final long FINALIZED = 2;

  /** A position with this bit says that there is no text. */
  private static final long NO_TEXT = 1;

  private static final long NO_THREAD = 0x8000_0000L;

  private final LogRing ring;
  private final LogRing.Members members;
  private final WatchedMemory memory;
  private final long[] states;
  private final long[] begun;
  private final Map<Long, Message> messages = new LinkedHashMap<>();

  RingReader(LogRing ring, LogRing.Members members, WatchedMemory memory) {
    this.ring = ring;
    this.members = members;
    this.memory = memory;
    this.states = new long[ring.count()];
    this.begun = new long[ring.count()];
    memory.watch(ring.descriptors(), ring.count() * members.descriptorSize());
    memory.watch(ring.infos(), ring.count() * members.infoSize());
    memory.watch(ring.text(), ring.textBytes());
    for (int i = 0; i < states.length; i++) {
      states[i] = memory.number(stateAt(i), Long.BYTES);
    }
  }

  private long stateAt(int index) {
    return ring.descriptors() + (long) index * members.descriptorSize() + members.state();
  }

  /**
   * Takes note of a change that has been applied.
   *
   * @param inUse whether the kernel logs to this ring now
   */
  void changed(Change change, boolean inUse) {
    long distance = change.paddr() - ring.descriptors();
    int index = (int) Math.floorDiv(distance, (long) members.descriptorSize());
    if (distance < 0 || index >= ring.count() || !change.touches(stateAt(index), Long.BYTES)) {
      return;
    }
    long before = states[index];
    long now = memory.number(stateAt(index), Long.BYTES);
    states[index] = now;
    long state = now >>> STATE_SHIFT;
    boolean isSame = (before & ID) == (now & ID);
    if (state == RESERVED && !isSame) {
      begun[index] = change.t();
    } else if (inUse
        && isSame
        && before >>> STATE_SHIFT == RESERVED
        && (state == COMMITTED || state == FINALIZED)) {
      read(index, change.t()).ifPresent(message -> messages.put(now & ID, message));
    }
  }

  /** The messages, in the order in which their space was reserved. */
  Iterable<Message> messages() {
    return messages.values();
  }

  private Optional<Message> read(int index, long t) {
    long info = ring.infos() + (long) index * members.infoSize();
    int length = (int) memory.number(info + members.length(), Short.BYTES);
    return text(index, length).map(text -> message(info, text, begun[index], t));
  }

  private Message message(long info, String text, long begin, long t) {
    long caller = memory.number(info + members.caller(), Integer.BYTES);
    boolean isThread = (caller & NO_THREAD) == 0;
    @Nullable Integer pid = isThread ? (Integer) (int) caller : null;
    @Nullable Integer cpu = isThread ? null : (Integer) (int) (caller & ~NO_THREAD);
    return new Message(
        t,
        begin,
        memory.number(info + members.seq(), Long.BYTES),
        memory.number(info + members.nanoseconds(), Long.BYTES),
        level(info),
        (int) memory.number(info + members.facility(), 1),
        pid,
        cpu,
        text);
  }

  private int level(long info) {
    long bit = members.level().bitOffset();
    long word = memory.number(info + bit / Byte.SIZE, 1);
    return (int) (word >>> (bit % Byte.SIZE)) & ((1 << members.level().bitSize()) - 1);
  }

  private Optional<String> text(int index, int length) {
    long descriptor = ring.descriptors() + (long) index * members.descriptorSize();
    long begin = memory.number(descriptor + members.begin(), Long.BYTES);
    long next = memory.number(descriptor + members.next(), Long.BYTES);
    if ((begin & NO_TEXT) != 0) {
      return Optional.of("");
    }
    long mask = ring.textBytes() - 1L;
    // A block that would cross the end of the ring lies at its start instead.
    boolean wraps = (begin & ~mask) != (next & ~mask) && (next & mask) != 0;
    long block = wraps ? 0 : begin & mask;
    long at = block + members.block();
    if (at + length > ring.textBytes()) {
      return Optional.empty();
    }
    byte[] bytes = memory.bytes(ring.text() + at, length);
    return Optional.of(new String(bytes, StandardCharsets.UTF_8));
  }
}
