package dev.rrq.store;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;

/** The records of a segment in the order in which they are stored: by (paddr, t, seq). */
final class SortedSegment {

  private final SegmentSorter sorter = new SegmentSorter();
  private final Int2IntOpenHashMap sequenced = new Int2IntOpenHashMap();
  private final Sequencer sequencer = new Sequencer();
  private RecordBuffer records = new RecordBuffer(0);

  /** Takes the records of a segment, checks them and puts them in order. */
  void load(RecordBuffer segment) {
    records = segment;
    sequenced.clear();
    int rows = segment.rows();
    sorter.start(rows);
    for (int row = 0; row < rows; row++) {
      long paddr = segment.longAt(row, RawRecord.PADDR);
      int size = segment.byteAt(row, RawRecord.SIZE);
      check(row, paddr, size);
      int seq = sequencer.next(segment.longAt(row, RawRecord.T), paddr, size);
      if (seq != 0) {
        sequenced.put(row, seq);
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

  /** The number, in the order of arrival, of the record at a position of the order. */
  int rowAt(int position) {
    return sorter.rowAt(position);
  }

  long paddrAt(int position) {
    return sorter.paddrAt(position);
  }

  int seqOf(int row) {
    return sequenced.isEmpty() ? 0 : sequenced.get(row);
  }

  RecordBuffer records() {
    return records;
  }
}
