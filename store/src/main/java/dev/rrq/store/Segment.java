package dev.rrq.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One Parquet file of writes, and what a query must know to leave it out.
 *
 * @param id number of the file, from 0, in the order of writing
 * @param slice number of the slice of time whose rows were sorted together, from 0; slices follow
 *     each other in time, and the files of one, by id, have ascending addresses
 * @param file where it is
 * @param tMin time of its earliest row
 * @param tMax time of its latest row
 * @param paddrMin lowest physical address that a row starts at
 * @param paddrMax highest physical address of a row's bytes
 * @param rows number of rows
 * @param bytes size of the file
 * @param lines the lines of memory that its rows touch
 */
public record Segment(
    int id,
    int slice,
    Path file,
    long tMin,
    long tMax,
    long paddrMin,
    long paddrMax,
    long rows,
    long bytes,
    LineSet lines) {

  /**
   * The bits of an address within a line of memory. Rows of one line are stored in the order of
   * time: the neighbours of a variable tend to be written together, and so compress together, while
   * the rows of other lines, which a reader of this one would have to skip, are elsewhere.
   */
  static final int LINE_BITS = 6;

  static final int LINE_BYTES = 1 << LINE_BITS;

  /** A file that is stored, which tells its lines itself. */
  static Segment stored(
      int id,
      int slice,
      Path file,
      long tMin,
      long tMax,
      long paddrMin,
      long paddrMax,
      long rows,
      long bytes) {
    LineSet lines = new StoredLineSet(file, paddrMin);
    return new Segment(id, slice, file, tMin, tMax, paddrMin, paddrMax, rows, bytes, lines);
  }

  /** Those of some files that may hold rows that overlap any of these addresses, in this time. */
  static List<Segment> touching(List<Segment> all, List<Interval> addresses, Interval time) {
    List<Segment> found = new ArrayList<>();
    for (Segment segment : all) {
      if (segment.mayLieIn(time) && addresses.stream().anyMatch(segment::mayTouch)) {
        found.add(segment);
      }
    }
    return found;
  }

  /** Whether a row of the file may overlap these physical addresses. */
  public boolean mayTouch(Interval addresses) {
    return paddrMin < addresses.to() && addresses.from() <= paddrMax && lines.mayTouch(addresses);
  }

  /** Whether a row of the file may lie in this time. */
  public boolean mayLieIn(Interval time) {
    return tMin < time.to() && time.from() <= tMax;
  }
}
