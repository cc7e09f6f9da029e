package dev.rrq.planner.rel;

import dev.rrq.planner.analysis.Bits;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;

/**
 * Which bits of a row's value belong to a place, by where the row starts relative to it. A store
 * changed the place if a bit that belongs to it differs.
 *
 * @param length of the place in bytes
 * @param bits the bits of the place that count, where it is at most 8 bytes long; all of them but
 *     for a bit field
 */
record PlaceMask(long length, long bits) {

  static PlaceMask of(long length) {
    return new PlaceMask(length, length >= Long.BYTES ? -1L : Bits.mask((int) length * Byte.SIZE));
  }

  static PlaceMask ofBitField(long length, int shift, int size) {
    return new PlaceMask(length, Bits.mask(size) << shift);
  }

  /** Whether a row changed the place. */
  RexNode changed(Rex rex, RexNode distance, RexNode old, RexNode value) {
    RexNode difference = rex.xor(old, value);
    RexNode within =
        equals(of(length))
            ? whole(rex, distance, difference)
            : rex.bitAnd(difference, table(rex, distance));
    return rex.notEqual(within, rex.number(0));
  }

  /**
   * The difference in those bytes that belong to the place: without the first of a row that starts
   * before it, without the last of one that ends behind it. Few operators, as DuckDB takes longer
   * to plan many than to run them.
   */
  private RexNode whole(Rex rex, RexNode distance, RexNode difference) {
    RexNode shift = rex.times(distance, rex.number(Byte.SIZE));
    // What comes in from above is the sign, a bit that the place has if it is so long.
    RexNode last = rex.shiftRight(difference, rex.minus(rex.number(0), shift));
    RexNode before = rex.less(distance, rex.number(0));
    if (length < Long.BYTES) {
      RexNode mask = rex.shiftRight(rex.number(bits), shift);
      return rex.when(before, rex.bitAnd(last, rex.number(bits)), rex.bitAnd(difference, mask));
    }
    long inner = length - Long.BYTES;
    // All bits but the sign, less one for each bit behind the end.
    RexNode behind = rex.minus(shift, rex.number(inner * Byte.SIZE + 1));
    RexNode mask = rex.shiftRight(rex.number(Long.MAX_VALUE), behind);
    return rex.cases(
        List.of(
            before,
            last,
            rex.less(rex.number(inner), distance),
            rex.bitAnd(difference, mask),
            difference));
  }

  /** The bits of a bit field, which is no longer than a word, by where the row starts. */
  private RexNode table(Rex rex, RexNode distance) {
    List<RexNode> cases = new ArrayList<>();
    for (int d = 1 - Long.BYTES; d < length; d++) {
      int shift = d * Byte.SIZE;
      cases.add(rex.equal(distance, rex.number(d)));
      cases.add(rex.number(d < 0 ? bits << -shift : bits >>> shift));
    }
    cases.add(rex.number(-1));
    return rex.cases(cases);
  }
}
