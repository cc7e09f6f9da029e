package dev.rrq.indexer.step;

import dev.rrq.indexer.plugin.CaptureSink;
import dev.rrq.store.RawRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntSupplier;

/**
 * Compares memory with what it was, and writes a record of each change, in the plugin's layout
 * ({@code struct write_record} of {@code memory.h}).
 */
final class ChangeWriter {

  private static final int RECORDS = 4096;
  private static final int WORD = 8;
  private static final int PAGES = 256;

  private final RamImage ram;
  private final CaptureSink sink;
  private final IntSupplier context;
  private final ByteBuffer records =
      ByteBuffer.allocate(RawRecord.BYTES * RECORDS).order(ByteOrder.LITTLE_ENDIAN);
  private long t;
  private long written;

  /** Where the records of this time begin. */
  private int begun;

  /**
   * Begins.
   *
   * @param context of what runs now
   */
  ChangeWriter(RamImage ram, CaptureSink sink, IntSupplier context) {
    this.ram = ram;
    this.sink = sink;
    this.context = context;
  }

  /** Sets the time of what follows. */
  void at(long icount) {
    t = icount;
    begun = records.position();
  }

  /** What was recorded since the time was set happened in the context that is known only now. */
  void settle() {
    for (int at = begun; at < records.position(); at += RawRecord.BYTES) {
      records.putInt(at + RawRecord.CONTEXT, context.getAsInt());
    }
    begun = records.position();
  }

  /** That time. */
  long time() {
    return t;
  }

  /** How many changes there were. */
  long written() {
    return written;
  }

  /** Hands over the initial memory, all pages but those of zeros. */
  void initialMemory() throws IOException {
    int record = Long.BYTES + RamImage.PAGE_BYTES;
    ByteBuffer pages = ByteBuffer.allocate(record * PAGES).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer zeros = ByteBuffer.allocate(RamImage.PAGE_BYTES);
    for (long at = 0; at < ram.size(); at += RamImage.PAGE_BYTES) {
      ByteBuffer content = ram.pageBefore(at);
      if (content.mismatch(zeros) >= 0) {
        pages.putLong(at).put(content);
        if (pages.remaining() < record) {
          sink.pages(pages.flip());
          pages.clear();
        }
      }
    }
    if (pages.position() > 0) {
      sink.pages(pages.flip());
    }
  }

  /** A store of an instruction, within a page. */
  void store(long pc, long vaddr, long paddr, int size, boolean inUser, boolean zeroedBefore)
      throws IOException {
    if (!ram.contains(paddr, size)) {
      return;
    }
    long old = ram.numberBefore(paddr, size);
    long changed = ram.number(paddr, size);
    if (zeroedBefore && old != 0 && changed != 0) {
      record(pc, vaddr, paddr, old, 0, size, RawRecord.INSTRUCTION, inUser);
      old = 0;
    }
    if (old != changed) {
      record(pc, vaddr, paddr, old, changed, size, RawRecord.INSTRUCTION, inUser);
      ram.keep(paddr, changed, size);
    }
  }

  /**
   * Looks for what something else than an instruction changed; aligned words, as the plugin does.
   *
   * @param vaddr linear address of the first byte, or 0 where there is none
   * @param since the earliest time at which it can have happened
   */
  long compare(long paddr, int bytes, long vaddr, int origin, long since) throws IOException {
    if (!ram.contains(paddr, bytes)) {
      return 0;
    }
    long found = 0;
    for (long at = paddr & ~(WORD - 1L); at < paddr + bytes; at += WORD) {
      long old = ram.numberBefore(at, WORD);
      long changed = ram.number(at, WORD);
      if (old != changed) {
        record(since, vaddr == 0 ? 0 : vaddr + (at - paddr), at, old, changed, WORD, origin, false);
        ram.keep(at, changed, WORD);
        found++;
      }
    }
    return found;
  }

  /** Compares a whole page, for what a device did. */
  long comparePage(long page, long since) throws IOException {
    return ram.isUnchanged(page)
        ? 0
        : compare(page, RamImage.PAGE_BYTES, 0, RawRecord.DEVICE, since);
  }

  /** Compares all memory, for what nothing else told of. */
  void compareAll(long since) throws IOException {
    for (long page = 0; page < ram.size(); page += RamImage.PAGE_BYTES) {
      comparePage(page, since);
    }
  }

  /** The emulator tells of a store of an instruction, of at most 8 bytes within a page. */
  void told(long pc, long vaddr, long paddr, long value, int size, boolean inUser)
      throws IOException {
    if (!ram.contains(paddr, size)) {
      return;
    }
    long old = ram.numberBefore(paddr, size);
    if (old != value) {
      record(pc, vaddr, paddr, old, value, size, RawRecord.INSTRUCTION, inUser);
      ram.keep(paddr, value, size);
    }
  }

  /** It tells of bytes that something else wrote; a change is one of whole words, as above. */
  void told(int origin, long vaddr, long paddr, byte[] bytes, int at, int size) throws IOException {
    if (!ram.contains(paddr, size)) {
      return;
    }
    for (long word = paddr & ~(WORD - 1L); word < paddr + size; word += WORD) {
      long old = ram.numberBefore(word, WORD);
      for (long byteAt = Math.max(word, paddr);
          byteAt < Math.min(word + WORD, paddr + size);
          byteAt++) {
        ram.keep(byteAt, bytes[at + (int) (byteAt - paddr)], 1);
      }
      long changed = ram.numberBefore(word, WORD);
      if (old != changed) {
        record(t, vaddr == 0 ? 0 : vaddr + (word - paddr), word, old, changed, WORD, origin, false);
      }
    }
  }

  private void record(
      long pc, long vaddr, long paddr, long old, long changed, int size, int origin, boolean inUser)
      throws IOException {
    if (!records.hasRemaining()) {
      makeRoom();
    }
    records.putLong(t).putLong(pc).putLong(vaddr).putLong(paddr).putLong(old).putLong(changed);
    records
        .putInt(context.getAsInt())
        .put((byte) size)
        .put((byte) origin)
        .putShort((short) (inUser ? RawRecord.USER : 0));
    written++;
  }

  /** Hands over what was recorded. */
  void flush() throws IOException {
    begun = records.position();
    makeRoom();
  }

  /** Hands over what is settled; all of it where one step fills the buffer. */
  private void makeRoom() throws IOException {
    int settled = begun > 0 ? begun : records.position();
    if (settled > 0) {
      int end = records.position();
      sink.writes(records.slice(0, settled).order(ByteOrder.LITTLE_ENDIAN));
      records.limit(end).position(settled);
      records.compact();
      begun = 0;
    }
  }
}
