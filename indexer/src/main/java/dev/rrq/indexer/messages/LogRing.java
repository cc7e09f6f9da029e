package dev.rrq.indexer.messages;

import dev.rrq.indexer.kernel.KernelPlaces;
import dev.rrq.store.MemoryContent;
import dev.rrq.store.TraceStore;
import dev.rrq.store.TypeRow;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One ring buffer of the kernel's log; see {@code kernel/printk/printk_ringbuffer.h} of Linux.
 *
 * @param descriptors physical address of the first descriptor
 * @param infos physical address of the first info
 * @param count of descriptors, and of infos
 * @param text physical address of the texts
 * @param textBytes size of the ring of texts
 */
record LogRing(long descriptors, long infos, int count, long text, int textBytes) {

  private static final int MOST_BITS = 24;

  /** Where members lie, and what structures measure, in bytes. */
  record Members(
      int descriptorSize,
      int state,
      int begin,
      int next,
      int infoSize,
      int seq,
      int nanoseconds,
      int length,
      int facility,
      TypeRow.Member level,
      int caller,
      int block) {

    /** As this kernel has them; empty if it has no such ring buffer. */
    static Optional<Members> of(KernelPlaces places) {
      Optional<TypeRow.Member> level = places.member("printk_info", "level");
      if (level.isEmpty() || places.size("prb_desc").isEmpty()) {
        return Optional.empty();
      }
      int position = offset(places, "prb_desc", "text_blk_lpos");
      return Optional.of(
          new Members(
              (int) places.size("prb_desc").getAsLong(),
              offset(places, "prb_desc", "state_var"),
              position + offset(places, "prb_data_blk_lpos", "begin"),
              position + offset(places, "prb_data_blk_lpos", "next"),
              (int) places.size("printk_info").orElseThrow(),
              offset(places, "printk_info", "seq"),
              offset(places, "printk_info", "ts_nsec"),
              offset(places, "printk_info", "text_len"),
              offset(places, "printk_info", "facility"),
              level.get(),
              offset(places, "printk_info", "caller_id"),
              offset(places, "prb_data_block", "data")));
    }
  }

  private static int offset(KernelPlaces places, String structure, String member) {
    return (int) places.offset(structure, member).orElseThrow();
  }

  /** The ring at an address, as it is described there; empty if none is. */
  static Optional<LogRing> at(TraceStore store, KernelPlaces places, long address, long t) {
    OptionalLong ring = places.physical(address);
    OptionalLong size = places.size("printk_ringbuffer");
    if (ring.isEmpty()
        || size.isEmpty()
        || places.physical(address + size.getAsLong() - 1).equals(OptionalLong.empty())) {
      return Optional.empty();
    }
    MemoryContent content = store.memory().read(t, ring.getAsLong(), (int) size.getAsLong());
    if (!content.isKnown()) {
      return Optional.empty();
    }
    int descriptorRing = offset(places, "printk_ringbuffer", "desc_ring");
    int textRing = offset(places, "printk_ringbuffer", "text_data_ring");
    long countBits =
        content.number(descriptorRing + offset(places, "prb_desc_ring", "count_bits"), 4);
    long textBits = content.number(textRing + offset(places, "prb_data_ring", "size_bits"), 4);
    OptionalLong descriptors =
        pointer(places, content, descriptorRing + offset(places, "prb_desc_ring", "descs"));
    OptionalLong infos =
        pointer(places, content, descriptorRing + offset(places, "prb_desc_ring", "infos"));
    OptionalLong text =
        pointer(places, content, textRing + offset(places, "prb_data_ring", "data"));
    boolean sound =
        isSize(countBits)
            && isSize(textBits)
            && descriptors.isPresent()
            && infos.isPresent()
            && text.isPresent();
    return sound
        ? Optional.of(
            new LogRing(
                descriptors.getAsLong(),
                infos.getAsLong(),
                1 << countBits,
                text.getAsLong(),
                1 << textBits))
        : Optional.empty();
  }

  private static boolean isSize(long bits) {
    return bits > 0 && bits <= MOST_BITS;
  }

  private static OptionalLong pointer(KernelPlaces places, MemoryContent content, int offset) {
    return places.physical(content.number(offset, Long.BYTES));
  }
}
