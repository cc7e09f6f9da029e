package dev.rrq.store;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;

/** The records of a segment in the order in which they are stored: by (paddr, t, seq). */
final class SortedSegment {

  private static final int SEQUENCE_SHIFT = 1;
  private static final int LARGE_SEQUENCE = 0x7fff;

  private final SegmentSorter sorter = new SegmentSorter();

  /** The numbers that do not fit into the flags of their record. */
  private final Int2IntOpenHashMap largeSequences = new Int2IntOpenHashMap();

  private final Sequencer sequencer = new Sequencer();
  private RecordBuffer records = new RecordBuffer(0);

  /** Takes the records of a segment, checks them and puts them in order. */
  void load(RecordBuffer segment) {
    records = segment;
    largeSequences.clear();
    int rows = segment.rows();
    sorter.start(rows);
    for (int row = 0; row < rows; row++) {
      long paddr = segment.longAt(row, RawRecord.PADDR);
      int size = segment.byteAt(row, RawRecord.SIZE);
      check(row, paddr, size);
      int seq = sequencer.next(segment.longAt(row, RawRecord.T), paddr, size);
      if (seq != 0 || segment.shortAt(row, RawRecord.FLAGS) != 0) {
        keepSequence(row, seq);
      }
      sorter.set(row, paddr);
    }
    sorter.sort();
  }

  private void check(int row, long paddr, int size) {
    int origin = records.byteAt(row, RawRecord.ORIGIN);
    boolean sizeIsRight = size >= 1 && size <= Long.BYTES && Integer.bitCount(size) == 1;
    if (!sizeIsRight
        || paddr >>> RawRecord.PADDR_BITS != 0
        || origin < RawRecord.INSTRUCTION
        || origin > RawRecord.DEVICE) {
      throw new StoreException.BadInput(
          "the engine delivered a write of %d bytes to physical address %#x by origin %d"
              .formatted(size, paddr, origin));
    }
  }

  int rows() {
    return records.rows();
  }

  /** The time of the last record that arrived. */
  long lastT() {
    return records.longAt(records.rows() - 1, RawRecord.T);
  }

  long paddrAt(int position) {
    return sorter.paddrAt(position);
  }

  /** Keeps a number in the unused bits of the flags, so that reading it touches no other memory. */
  private void keepSequence(int row, int seq) {
    int user = records.shortAt(row, RawRecord.FLAGS) & RawRecord.USER;
    int kept = Math.min(seq, LARGE_SEQUENCE);
    records.putShort(row, RawRecord.FLAGS, (kept << SEQUENCE_SHIFT) | user);
    if (kept == LARGE_SEQUENCE) {
      largeSequences.put(row, seq);
    }
  }

  /** The number among the rows of one time, of the record at a position of the order. */
  int seqAt(int position, int flags) {
    int kept = (flags >>> SEQUENCE_SHIFT) & LARGE_SEQUENCE;
    return kept == LARGE_SEQUENCE ? largeSequences.get(sorter.rowAt(position)) : kept;
  }

  /** Copies the records at some positions of the order, {@link RecordBuffer#WORDS} words each. */
  void gather(int from, int count, long[] words) {
    records.gather(sorter, from, count, words);
  }
}
