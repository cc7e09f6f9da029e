package dev.rrq.indexer.step;

import dev.rrq.store.RawRecord;
import java.nio.ByteBuffer;
import java.util.Comparator;

/** A change of memory as an engine told it. */
record CapturedRow(
    long t,
    long pc,
    long vaddr,
    long paddr,
    long old,
    long changed,
    int context,
    int size,
    int origin,
    boolean inUser) {

  static final int BYTES = 56;

  /** Rows of the same instruction that do not overlap have no order of their own. */
  static final Comparator<CapturedRow> ORDER =
      Comparator.comparingLong(CapturedRow::t).thenComparingLong(CapturedRow::paddr);

  static CapturedRow read(ByteBuffer record) {
    return new CapturedRow(
        record.getLong(),
        record.getLong(),
        record.getLong(),
        record.getLong(),
        record.getLong(),
        record.getLong(),
        record.getInt(),
        record.get(),
        record.get(),
        record.getShort() != 0);
  }

  boolean byInstruction() {
    return origin == RawRecord.INSTRUCTION;
  }

  /** What must be the same whoever watched; contexts are told apart by what leads to them. */
  CapturedRow withoutContext() {
    return new CapturedRow(t, pc, vaddr, paddr, old, changed, 0, size, origin, inUser);
  }

  @Override
  public String toString() {
    return String.format(
        "t=%d pc=%x vaddr=%x paddr=%x size=%d old=%x new=%x origin=%d user=%b context=%d",
        t, pc, vaddr, paddr, size, old, changed, origin, inUser, context);
  }
}
