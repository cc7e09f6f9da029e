package dev.rrq.symbols.dwarf;

import dev.rrq.symbols.elf.AddressMap;
import dev.rrq.symbols.model.SymbolSink;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.stream.IntStream;

/**
 * The rows of all line programs: for each sequence of instructions where it begins, and where a new
 * line does. 16 bytes a row, as they come in no useful order.
 */
final class LineRows {

  private final AddressMap map;
  private final LongArrayList addresses = new LongArrayList();
  private final IntArrayList files = new IntArrayList();
  private final IntArrayList lines = new IntArrayList();
  private final IntArrayList sequences = new IntArrayList();
  private int[] sorted = new int[0];
  private int sequenceStart;

  LineRows(AddressMap map) {
    this.map = map;
  }

  /**
   * A row; of several at one address the last one counts, as its instructions are the ones there.
   */
  void add(long address, int file, int line) {
    int last = addresses.size() - 1;
    if (last >= sequenceStart) {
      if (addresses.getLong(last) == address) {
        removeLast();
        last--;
      }
      if (last >= sequenceStart && files.getInt(last) == file && lines.getInt(last) == line) {
        return;
      }
    }
    append(address, file, line);
  }

  private void append(long address, int file, int line) {
    addresses.add(address);
    files.add(file);
    lines.add(line);
  }

  private void removeLast() {
    addresses.removeLong(addresses.size() - 1);
    files.removeInt(files.size() - 1);
    lines.removeInt(lines.size() - 1);
  }

  /** The address after a sequence. One that is empty, or not of this program's code, is dropped. */
  void endSequence(long address) {
    int size = addresses.size();
    boolean empty = size == sequenceStart || addresses.getLong(sequenceStart) == address;
    if (empty || !map.isCode(addresses.getLong(sequenceStart))) {
      abandonSequence();
      return;
    }
    append(address, 0, 0);
    sequences.add(sequenceStart);
    sequenceStart = addresses.size();
  }

  /** Forgets the rows since the last end of a sequence. */
  void abandonSequence() {
    addresses.size(sequenceStart);
    files.size(sequenceStart);
    lines.size(sequenceStart);
  }

  /** Orders the sequences by address, after the last one. */
  void sort() {
    sorted =
        IntStream.range(0, sequences.size())
            .boxed()
            .sorted((left, right) -> Long.compareUnsigned(start(left), start(right)))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  private long start(int sequence) {
    return addresses.getLong(sequences.getInt(sequence));
  }

  private int endRow(int sequence) {
    return sequence + 1 < sequences.size() ? sequences.getInt(sequence + 1) : addresses.size();
  }

  /** The row that begins at an address, or -1. */
  int find(long address) {
    int low = 0;
    int high = sorted.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(start(sorted[middle]), address) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high < 0 ? -1 : findWithin(sorted[high], address);
  }

  private int findWithin(int sequence, long address) {
    int low = sequences.getInt(sequence);
    int high = endRow(sequence) - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Long.compareUnsigned(addresses.getLong(middle), address);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  int file(int row) {
    return files.getInt(row);
  }

  int line(int row) {
    return lines.getInt(row);
  }

  /** Passes all rows on by address. The end of a sequence is left out where the next one begins. */
  void passOn(SymbolSink sink) {
    boolean any = false;
    long end = 0;
    for (int sequence : sorted) {
      if (any && Long.compareUnsigned(start(sequence), end) < 0) {
        continue; // another copy of the same code, which the linker has merged
      }
      if (any && start(sequence) != end) {
        sink.line(end, 0, 0);
      }
      int last = endRow(sequence) - 1;
      for (int row = sequences.getInt(sequence); row < last; row++) {
        sink.line(addresses.getLong(row), files.getInt(row), lines.getInt(row));
      }
      end = addresses.getLong(last);
      any = true;
    }
    if (any) {
      sink.line(end, 0, 0);
    }
  }
}
