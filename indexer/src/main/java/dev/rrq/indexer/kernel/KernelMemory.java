package dev.rrq.indexer.kernel;

import dev.rrq.store.MemoryContent;
import dev.rrq.store.PagingMode;
import dev.rrq.store.TraceStore;
import java.io.ByteArrayOutputStream;
import java.util.OptionalLong;

/** What the kernel's virtual addresses held at any time, by its own page tables as they were. */
public final class KernelMemory {

  private static final int PAGE_BYTES = 4096;

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
   *
   * @param t icount
   * @param address virtual, of the kernel's half
   */
  public OptionalLong physical(long t, long address) {
    boolean five = fiveLevels.isPresent() && number(t, fiveLevels.getAsLong(), Integer.BYTES) == 1;
    PagingMode mode = five ? PagingMode.FIVE_LEVELS : PagingMode.FOUR_LEVELS;
    long paddr = mode.translate(root, address, (entry, bytes) -> number(t, entry, bytes));
    return paddr == PagingMode.ABSENT ? OptionalLong.empty() : OptionalLong.of(paddr);
  }

  private long number(long t, long paddr, int size) {
    if (paddr + size > store.memorySize().orElse(Long.MAX_VALUE)) {
      return 0;
    }
    MemoryContent content = store.memory().read(t, paddr, size);
    return content.isKnown() ? content.number(0, size) : 0;
  }

  /**
   * Bytes as far as they are mapped and known.
   *
   * @param t icount
   * @param address virtual, of the kernel's half
   * @param length at most so many bytes
   */
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
