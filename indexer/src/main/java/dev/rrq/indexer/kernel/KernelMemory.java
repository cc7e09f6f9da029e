package dev.rrq.indexer.kernel;

import dev.rrq.store.MemoryContent;
import dev.rrq.store.TraceStore;
import java.io.ByteArrayOutputStream;
import java.util.OptionalLong;

/**
 * What the kernel's virtual addresses held at any time, by its own page tables as they were then.
 *
 * @see <a href="https://www.intel.com/sdm">Intel SDM, volume 3, chapter 4</a>
 */
public final class KernelMemory {

  private static final int PAGE_BYTES = 4096;
  private static final int PAGE_SHIFT = 12;
  private static final int LEVEL_BITS = 9;
  private static final int FOUR_LEVELS_SHIFT = 39;
  private static final int FIVE_LEVELS_SHIFT = 48;
  private static final long PRESENT = 1;
  private static final long LARGE = 1 << 7;
  private static final long FRAME = 0x000f_ffff_ffff_f000L;

  private final TraceStore store;
  private final long root;
  private final OptionalLong fiveLevels;

  private KernelMemory(TraceStore store, long root, OptionalLong fiveLevels) {
    this.store = store;
    this.root = root;
    this.fiveLevels = fiveLevels;
  }

  /**
   * The memory of a store's kernel.
   *
   * @throws java.util.NoSuchElementException if the kernel has no page tables of its own, which
   *     {@link #isKnown} tells
   */
  public static KernelMemory of(TraceStore store, KernelPlaces places) {
    return new KernelMemory(
        store, image(places, "init_top_pgt").orElseThrow(), image(places, "__pgtable_l5_enabled"));
  }

  /** Whether it can be said what a virtual address held. */
  public static boolean isKnown(KernelPlaces places) {
    return image(places, "init_top_pgt").isPresent();
  }

  private static OptionalLong image(KernelPlaces places, String name) {
    OptionalLong address = places.variable(name);
    return address.isPresent() ? places.physical(address.getAsLong()) : address;
  }

  /**
   * Where an address was in physical memory; empty where nothing was mapped, or it is not known.
   */
  public OptionalLong physical(long t, long address) {
    boolean five = fiveLevels.isPresent() && number(t, fiveLevels.getAsLong(), Integer.BYTES) == 1;
    long table = root;
    int shift = five ? FIVE_LEVELS_SHIFT : FOUR_LEVELS_SHIFT;
    while (true) {
      long index = address >>> shift & ((1 << LEVEL_BITS) - 1);
      long entry = number(t, table + index * Long.BYTES, Long.BYTES);
      if ((entry & PRESENT) == 0) {
        return OptionalLong.empty();
      }
      if (shift == PAGE_SHIFT || ((entry & LARGE) != 0 && shift < FOUR_LEVELS_SHIFT)) {
        long offset = (1L << shift) - 1;
        return OptionalLong.of((entry & FRAME & ~offset) | (address & offset));
      }
      table = entry & FRAME;
      shift -= LEVEL_BITS;
    }
  }

  private long number(long t, long paddr, int size) {
    if (paddr + size > store.memorySize().orElse(Long.MAX_VALUE)) {
      return 0;
    }
    MemoryContent content = store.memory().read(t, paddr, size);
    return content.isKnown() ? content.number(0, size) : 0;
  }

  /** Bytes as far as they are mapped and known, at most so many. */
  public byte[] read(long t, long address, int length) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (bytes.size() < length) {
      long at = address + bytes.size();
      int inPage = PAGE_BYTES - (int) (at & (PAGE_BYTES - 1));
      int wanted = Math.min(inPage, length - bytes.size());
      OptionalLong paddr = physical(t, at);
      if (paddr.isEmpty()) {
        break;
      }
      MemoryContent content = store.memory().read(t, paddr.getAsLong(), wanted);
      if (!content.isKnown()) {
        break;
      }
      bytes.writeBytes(content.bytes());
    }
    return bytes.toByteArray();
  }
}
