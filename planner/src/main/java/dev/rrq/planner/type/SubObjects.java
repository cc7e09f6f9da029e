package dev.rrq.planner.type;

import dev.rrq.symbols.model.CType;

/** Finds what lies at an offset within an object. */
public final class SubObjects {

  /**
   * A part of an object.
   *
   * @param path from the object to it, as C writes it: {@code .comm[3]}; empty for the object
   *     itself
   * @param type id of its type
   * @param offset of the asked-for bytes within it; 0 if they are the part itself
   */
  public record Part(String path, int type, long offset) {}

  private final CTypes types;

  /** Looks into objects of these types. */
  public SubObjects(CTypes types) {
    this.types = types;
  }

  /**
   * The smallest part that holds some bytes whole; of several, the first that is exactly these.
   *
   * @param offset of the first byte within the object
   * @param size in bytes, at least 1
   */
  public Part at(int type, long offset, long size) {
    CType resolved = types.resolve(type);
    if (resolved instanceof CType.Array array) {
      return inArray(type, array, offset, size);
    } else if (resolved instanceof CType.Composite composite) {
      return inComposite(type, composite, offset, size);
    }
    return new Part("", type, offset);
  }

  private Part inArray(int type, CType.Array array, long offset, long size) {
    long element = types.sizeOf(array.element());
    if (element == 0 || offset / element != (offset + size - 1) / element) {
      return new Part("", type, offset);
    }
    Part inner = at(array.element(), offset % element, size);
    return new Part("[" + offset / element + "]" + inner.path(), inner.type(), inner.offset());
  }

  private Part inComposite(int type, CType.Composite composite, long offset, long size) {
    Part best = new Part("", type, offset);
    boolean bestIsExact = false;
    for (CType.Member member : composite.members()) {
      if (!holds(member, offset, size)) {
        continue;
      }
      Part inner = at(member.type(), offset - member.bitOffset() / Byte.SIZE, size);
      boolean exact = isExact(inner, size);
      if (best.path().isEmpty() || (exact && !bestIsExact)) {
        String name = member.name() == null ? "" : "." + member.name();
        best = new Part(name + inner.path(), inner.type(), inner.offset());
        bestIsExact = exact;
      }
    }
    return best;
  }

  private boolean holds(CType.Member member, long offset, long size) {
    long start = member.bitOffset() / Byte.SIZE;
    return member.bitSize() == 0
        && start <= offset
        && offset + size <= start + types.sizeOf(member.type());
  }

  private boolean isExact(Part part, long size) {
    return part.offset() == 0 && types.sizeOf(part.type()) == size;
  }
}
