package dev.rrq.symbols.dwarf;

import dev.rrq.symbols.model.CType.Composite;
import dev.rrq.symbols.model.CType.CompositeKind;
import dev.rrq.symbols.model.CType.Enumeration;
import dev.rrq.symbols.model.CType.Member;
import dev.rrq.symbols.types.TypePool;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.List;
import java.util.function.Supplier;

/** The types that a pool holds before DWARF is read, found by what DWARF says of them. */
final class BtfTypes {

  private static final int NONE = -1;

  private final TypePool pool;
  private final int limit;

  /** Those that the pool holds now. */
  BtfTypes(TypePool pool) {
    this.pool = pool;
    this.limit = pool.size();
  }

  /** Whether there are none. */
  boolean isEmpty() {
    return limit <= 1;
  }

  /** The one typedef of a name, or -1. */
  int typedef(String name) {
    IntList candidates = pool.typedefs(name);
    return candidates.size() == 1 ? own(candidates) : NONE;
  }

  /**
   * An enumeration, or -1.
   *
   * @param declaration whether the size is not known
   */
  int enumeration(String name, int size, boolean declaration) {
    IntList candidates = pool.enumerations(name);
    for (int i = 0; i < candidates.size(); i++) {
      if (candidates.getInt(i) < limit
          && pool.type(candidates.getInt(i)) instanceof Enumeration known
          && (declaration || known.size() == size)) {
        return known.id();
      }
    }
    return NONE;
  }

  /** The first type of a tag, or -1. */
  int composite(CompositeKind kind, String name) {
    IntList defined = pool.composites(kind, name);
    return defined.isEmpty() ? NONE : own(defined);
  }

  private int own(IntList ids) {
    return ids.getInt(0) < limit ? ids.getInt(0) : NONE;
  }

  /** The type of a tag and size, or -1; of several, the one with the same members. */
  int composite(CompositeKind kind, String name, long size, Supplier<List<RawMember>> described) {
    IntArrayList candidates = new IntArrayList();
    IntList all = pool.composites(kind, name);
    for (int i = 0; i < all.size(); i++) {
      if (all.getInt(i) < limit
          && pool.type(all.getInt(i)) instanceof Composite candidate
          && candidate.size() == size) {
        candidates.add(candidate.id());
      }
    }
    if (candidates.isEmpty()) {
      return NONE;
    }
    if (candidates.size() == 1) {
      return candidates.getInt(0);
    }
    List<RawMember> raw = described.get();
    for (int i = 0; i < candidates.size(); i++) {
      if (pool.type(candidates.getInt(i)) instanceof Composite c && looksLike(c.members(), raw)) {
        return c.id();
      }
    }
    return candidates.getInt(0);
  }

  /** Whether members have the same names and places. */
  static boolean looksLike(List<Member> members, List<RawMember> raw) {
    if (members.size() != raw.size()) {
      return false;
    }
    for (int i = 0; i < raw.size(); i++) {
      String name = raw.get(i).name();
      boolean same =
          name == null ? members.get(i).name() == null : name.equals(members.get(i).name());
      if (!same
          || (raw.get(i).bitSize() == 0 && raw.get(i).bitOffset() != members.get(i).bitOffset())) {
        return false;
      }
    }
    return true;
  }
}
