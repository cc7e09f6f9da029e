package dev.rrq.symbols.dwarf;

import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.CType.Array;
import dev.rrq.symbols.model.CType.Composite;
import dev.rrq.symbols.model.CType.Member;
import dev.rrq.symbols.model.CType.Qualified;
import dev.rrq.symbols.model.CType.Typedef;
import dev.rrq.symbols.types.TypePool;
import it.unimi.dsi.fastutil.ints.IntList;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives the arrays in BTF's types their dimensions back: pahole, which makes the BTF of Linux from
 * its DWARF, writes {@code char names[16][16]} as {@code char names[256]}. Each type of BTF that
 * has an array is compared once with the first definition of that name and size in DWARF.
 */
final class ArrayRepair {

  private static final int DEEPEST = 20;

  private final TypeConverter types;
  private final TypePool pool;
  private final LongOpenHashSet seen = new LongOpenHashSet();

  ArrayRepair(TypeConverter types, TypePool pool) {
    this.types = types;
    this.pool = pool;
  }

  /** Looks at a definition of a structure, union or typedef. */
  void check(Die die) {
    long key = die.textKey(Slot.NAME) * 31 + die.number(Slot.BYTE_SIZE, 0) * 67 + die.tag();
    if (!die.has(Slot.NAME) || die.flag(Slot.DECLARATION) || !seen.add(key)) {
      return;
    }
    String name = die.text(Slot.NAME);
    if (name == null) {
      return;
    }
    if (die.tag() == Dwarf.TAG_TYPEDEF) {
      checkTypedef(pool.typedefs(name), types.reference(die));
    } else {
      long size = die.number(Slot.BYTE_SIZE, 0);
      IntList candidates = pool.composites(TypeConverter.kindOf(die.tag()), name);
      for (int i = 0; i < candidates.size(); i++) {
        if (pool.type(candidates.getInt(i)) instanceof Composite c && c.size() == size) {
          checkComposite(c, die.offset(), 0);
        }
      }
    }
  }

  private void checkTypedef(IntList candidates, int target) {
    if (candidates.size() == 1
        && target >= 0
        && pool.type(candidates.getInt(0)) instanceof Typedef typedef
        && isArray(typedef.target())) {
      int exact = types.idAt(target);
      if (exact != typedef.target()) {
        pool.replace(new Typedef(typedef.id(), typedef.name(), exact));
      }
    }
  }

  private boolean isArray(int id) {
    CType type = pool.type(id);
    while (type instanceof Qualified qualified) {
      type = pool.type(qualified.target());
    }
    return type instanceof Array;
  }

  private void checkComposite(Composite composite, int offset, int depth) {
    if (depth > DEEPEST || !hasArray(composite, depth)) {
      return;
    }
    List<RawMember> raw = types.rawMembersAt(offset);
    if (!BtfTypes.looksLike(composite.members(), raw)) {
      return;
    }
    List<Member> members = new ArrayList<>(composite.members());
    boolean changed = false;
    for (int i = 0; i < raw.size(); i++) {
      Member member = members.get(i);
      if (isArray(member.type())) {
        int exact = types.idAt(raw.get(i).type());
        changed |= exact != member.type();
        members.set(i, new Member(member.name(), exact, member.bitOffset(), member.bitSize()));
      } else if (pool.type(member.type()) instanceof Composite inner && inner.name() == null) {
        checkComposite(inner, raw.get(i).type(), depth + 1);
      }
    }
    if (changed) {
      pool.replace(
          new Composite(
              composite.id(), composite.kind(), composite.name(), composite.size(), members));
    }
  }

  private boolean hasArray(Composite composite, int depth) {
    for (Member member : composite.members()) {
      if (isArray(member.type())) {
        return true;
      }
      if (depth < DEEPEST
          && pool.type(member.type()) instanceof Composite inner
          && inner.name() == null
          && hasArray(inner, depth + 1)) {
        return true;
      }
    }
    return false;
  }
}
