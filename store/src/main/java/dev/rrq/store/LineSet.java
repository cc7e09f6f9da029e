package dev.rrq.store;

/** Which lines of memory the rows of a file touch; a line has {@link Segment#LINE_BYTES} bytes. */
@FunctionalInterface
public interface LineSet {

  /** Of a file of which that is not known. */
  LineSet ANY = addresses -> true;

  /**
   * Whether a row of the file may hold a byte of these physical addresses; they are not empty.
   *
   * @throws StoreException.Damaged if the file cannot be read
   */
  boolean mayTouch(Interval addresses);
}
