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

  /**
   * The bits that count of a row that starts so far after the place; negative if before.
   *
   * @param distance above -8 and below the length
   */
  long at(long distance) {
    if (distance < 0) {
      int shift = (int) -distance * Byte.SIZE;
      return length <= Long.BYTES ? bits << shift : -1L << shift;
    }
    if (length <= Long.BYTES) {
      return bits >>> ((int) distance * Byte.SIZE);
    }
    long rest = length - distance;
    return rest >= Long.BYTES ? -1L : Bits.mask((int) rest * Byte.SIZE);
  }

  /** Whether a row changed the place. */
  RexNode changed(Rex rex, RexNode distance, RexNode old, RexNode value) {
    List<RexNode> cases = new ArrayList<>();
    for (long d = 1 - Long.BYTES; d < 0; d++) {
      addCase(rex, cases, distance, d);
    }
    for (long d = Math.max(0, length - Long.BYTES + 1); d < length; d++) {
      addCase(rex, cases, distance, d);
    }
    if (length == Long.BYTES && bits != -1L) {
      addCase(rex, cases, distance, 0);
    }
    cases.add(rex.number(-1));
    RexNode mask = rex.cases(cases);
    return rex.notEqual(rex.bitAnd(rex.xor(old, value), mask), rex.number(0));
  }

  private void addCase(Rex rex, List<RexNode> cases, RexNode distance, long d) {
    cases.add(rex.equal(distance, rex.number(d)));
    cases.add(rex.number(at(d)));
  }
}
