package dev.rrq.indexer.messages;

import dev.rrq.indexer.kernel.KernelPlaces;
import dev.rrq.indexer.kernel.WatchedMemory;
import dev.rrq.indexer.kernel.WatchedMemory.Change;
import dev.rrq.store.Interval;
import dev.rrq.store.LogWriter;
import dev.rrq.store.LogWriter.Message;
import dev.rrq.store.TraceStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Derives the kernel's messages from the changes of its ring buffers: a static one, and the larger
 * one to which its content may be copied while the kernel boots. Linux has them since 5.10.
 */
public final class MessageScan {

  private final Map<Long, RingReader> readers = new LinkedHashMap<>();
  private final WatchedMemory memory;
  private final long pointer;

  private MessageScan(WatchedMemory memory, long pointer) {
    this.memory = memory;
    this.pointer = pointer;
  }

  /**
   * Scans a stretch of the index and writes what it finds.
   *
   * @return whether the kernel has such a ring buffer
   */
  public static boolean run(TraceStore store, Interval time, LogWriter writer) {
    Optional<KernelPlaces> places = KernelPlaces.of(store);
    Optional<LogRing.Members> members = places.flatMap(LogRing.Members::of);
    OptionalLong pointer =
        places
            .map(known -> known.variable("prb"))
            .filter(OptionalLong::isPresent)
            .map(address -> places.get().physical(address.getAsLong()))
            .orElse(OptionalLong.empty());
    if (members.isEmpty() || pointer.isEmpty()) {
      return false;
    }
    MessageScan scan = new MessageScan(new WatchedMemory(store, time), pointer.getAsLong());
    for (long address : scan.addresses(store, time)) {
      LogRing.at(store, places.get(), address, time.to())
          .filter(ring -> !scan.memory.isWatched(ring.descriptors()))
          .ifPresent(
              ring -> scan.readers.put(address, new RingReader(ring, members.get(), scan.memory)));
    }
    scan.memory.follow(scan::changed);
    writer.messages(scan.messages());
    return true;
  }

  /** The values that the pointer to the ring in use had. */
  private Set<Long> addresses(TraceStore store, Interval time) {
    WatchedMemory only = new WatchedMemory(store, time);
    only.watch(pointer, Long.BYTES);
    memory.watch(pointer, Long.BYTES);
    Set<Long> addresses = new LinkedHashSet<>();
    addresses.add(only.number(pointer, Long.BYTES));
    only.follow(change -> addresses.add(only.number(pointer, Long.BYTES)));
    return addresses;
  }

  private void changed(Change change) {
    long inUse = memory.number(pointer, Long.BYTES);
    readers.forEach((address, reader) -> reader.changed(change, address == inUse));
  }

  /** What the copying of one ring to another wrote once more is the same message. */
  private List<Message> messages() {
    List<Message> messages = new ArrayList<>();
    Set<Object> known = new HashSet<>();
    for (RingReader reader : readers.values()) {
      Set<Object> own = new HashSet<>();
      for (Message message : reader.messages()) {
        Object key = List.of(message.seq(), message.nanoseconds(), message.text());
        if (!known.contains(key)) {
          messages.add(message);
          own.add(key);
        }
      }
      known.addAll(own);
    }
    messages.sort(Comparator.comparingLong(Message::t));
    return messages;
  }
}
