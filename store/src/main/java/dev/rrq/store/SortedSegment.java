package dev.rrq.store;

/** The records of a segment in the order in which they are stored: by (line, t, seq). */
final class SortedSegment {

  private final RadixSort sorter = new RadixSort();
  private final Sequencer sequencer = new Sequencer();
  private RecordBuffer records = new RecordBuffer(0);

  /** Takes the records of a segment, checks them and puts them in order. */
  void load(RecordBuffer segment) {
    records = segment;
    int rows = segment.rows();
    for (int row = 0; row < rows; row++) {
      long paddr = segment.longAt(row, RawRecord.PADDR);
      int size = segment.byteAt(row, RawRecord.SIZE);
      check(row, paddr, size);
      segment.putSeq(row, sequencer.next(segment.longAt(row, RawRecord.T), paddr, size));
    }
    sorter.start(rows);
    sorter.sortBy(row -> segment.longAt(row, RawRecord.PADDR) >>> Segment.LINE_BITS);
  }

  private void check(int row, long paddr, int size) {
    int origin = records.byteAt(row, RawRecord.ORIGIN);
    boolean sizeIsRight = size >= 1 && size <= Long.BYTES && Integer.bitCount(size) == 1;
    if (!sizeIsRight
        || paddr >>> RawRecord.PADDR_BITS != 0
        || origin < RawRecord.INSTRUCTION
        || origin > RawRecord.READ) {
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

  /** Copies the records at some positions of the order, {@link RecordBuffer#WORDS} words each. */
  void gather(int from, int count, long[] words) {
    records.gather(sorter, from, count, words);
  }
}
