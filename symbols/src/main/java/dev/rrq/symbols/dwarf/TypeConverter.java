package dev.rrq.symbols.dwarf;

import dev.rrq.symbols.elf.ByteCursor;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.CType.Array;
import dev.rrq.symbols.model.CType.Base;
import dev.rrq.symbols.model.CType.Composite;
import dev.rrq.symbols.model.CType.CompositeKind;
import dev.rrq.symbols.model.CType.Encoding;
import dev.rrq.symbols.model.CType.Enumeration;
import dev.rrq.symbols.model.CType.Enumerator;
import dev.rrq.symbols.model.CType.Forward;
import dev.rrq.symbols.model.CType.Member;
import dev.rrq.symbols.model.CType.Parameter;
import dev.rrq.symbols.model.CType.Pointer;
import dev.rrq.symbols.model.CType.Prototype;
import dev.rrq.symbols.model.CType.Qualified;
import dev.rrq.symbols.model.CType.Qualifier;
import dev.rrq.symbols.model.CType.Typedef;
import dev.rrq.symbols.types.TypePool;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns type entries into ids of a {@link TypePool}, each the first time it is asked for. Where the
 * pool already holds the types of BTF, a tag or name leads to BTF's type and nothing below it is
 * read; what BTF lacks is converted and gets an id above BTF's.
 *
 * <p>The members of a tagged structure are converted later, from a queue, so that the depth of the
 * type graph does not become the depth of the stack.
 */
final class TypeConverter {

  private static final int POINTER_SIZE = 8;
  private static final int IN_PROGRESS = -2;
  private static final int UNSEEN = -1;
  private static final int REMEMBERED = 1 << 20;
  private static final int DEEPEST = 500;

  /** What makes two definitions of a tag the same type (besides the tag). */
  private record Definition(int tag, String name, long size, int file, long line) {}

  private record Pending(int id, int offset) {}

  private record RawParameter(@Nullable String name, int type) {}

  private final DieReader entries;
  private final Units units;
  private final DwarfSections sections;
  private final TypePool pool;
  private final FileNumbers files;
  private final BtfTypes btf;
  private final Int2IntOpenHashMap ids = new Int2IntOpenHashMap();
  private final Map<Definition, Integer> definitions = new HashMap<>();
  private final Deque<Pending> pending = new ArrayDeque<>();
  private int depth;

  /** Gives the import's id of a file that an entry refers to by number. */
  interface FileNumbers {
    int id(Die die, int slot);
  }

  TypeConverter(DwarfSections sections, Units units, TypePool pool, FileNumbers files) {
    this.entries = new DieReader(sections, units);
    this.units = units;
    this.sections = sections;
    this.pool = pool;
    this.files = files;
    this.btf = new BtfTypes(pool);
    ids.defaultReturnValue(UNSEEN);
  }

  /** Whether the pool held types before, so that those of DWARF are only needed on demand. */
  boolean hasBtf() {
    return !btf.isEmpty();
  }

  /** The id of the type of the variable whose entry is at an offset. */
  int typeOfEntry(int offset) {
    int id = idAt(reference(entries.at(offset)));
    finish();
    return id;
  }

  /** The offset of the type entry that an entry refers to, or -1. */
  int reference(Die die) {
    if (die.has(Slot.TYPE) && die.form(Slot.TYPE) == Dwarf.FORM_REF_SIG8) {
      return units.typeOfSignature(die.signature(Slot.TYPE));
    }
    return die.reference(Slot.TYPE);
  }

  /** The id of the type at an offset; {@code void} for offset -1. */
  int idAt(int offset) {
    if (offset < 0) {
      return CType.VOID_ID;
    }
    int known = ids.get(offset);
    if (known == IN_PROGRESS) {
      return CType.VOID_ID; // not valid C: a type without a tag that contains itself
    }
    if (known != UNSEEN) {
      return known;
    }
    if (++depth > DEEPEST) {
      throw new IndexOutOfBoundsException(offset);
    }
    ids.put(offset, IN_PROGRESS);
    int id = convert(offset);
    ids.put(offset, id);
    depth--;
    return id;
  }

  /** Completes the structures that were met; then forgets offsets if there are many. */
  void finish() {
    for (Pending next = pending.poll(); next != null; next = pending.poll()) {
      Die die = entries.at(next.offset());
      CompositeKind kind = kindOf(die.tag());
      String name = die.text(Slot.NAME);
      long size = die.number(Slot.BYTE_SIZE, 0);
      pool.define(new Composite(next.id(), kind, name, size, members(rawMembers())));
    }
    if (ids.size() > REMEMBERED) {
      ids.clear();
    }
  }

  private int convert(int offset) {
    Die die = entries.at(offset);
    if (die.has(Slot.SIGNATURE)) {
      int elsewhere = units.typeOfSignature(die.signature(Slot.SIGNATURE));
      if (elsewhere >= 0) {
        return idAt(elsewhere);
      }
    }
    return switch (die.tag()) {
      case Dwarf.TAG_BASE_TYPE -> base(die);
      case Dwarf.TAG_POINTER_TYPE, Dwarf.TAG_REFERENCE_TYPE, Dwarf.TAG_RVALUE_REFERENCE_TYPE ->
          pool.intern(new Pointer(0, idAt(reference(die)), POINTER_SIZE));
      case Dwarf.TAG_CONST_TYPE -> qualified(die, Qualifier.CONST);
      case Dwarf.TAG_VOLATILE_TYPE -> qualified(die, Qualifier.VOLATILE);
      case Dwarf.TAG_RESTRICT_TYPE -> qualified(die, Qualifier.RESTRICT);
      case Dwarf.TAG_ATOMIC_TYPE -> qualified(die, Qualifier.ATOMIC);
      case Dwarf.TAG_TYPEDEF -> typedef(die);
      case Dwarf.TAG_ARRAY_TYPE -> array(die);
      case Dwarf.TAG_SUBROUTINE_TYPE -> prototype(offset);
      case Dwarf.TAG_ENUMERATION_TYPE -> enumeration(die);
      case Dwarf.TAG_STRUCTURE_TYPE, Dwarf.TAG_CLASS_TYPE, Dwarf.TAG_UNION_TYPE ->
          composite(die, offset);
      case Dwarf.TAG_UNSPECIFIED_TYPE -> CType.VOID_ID;
      default -> idAt(reference(die));
    };
  }

  private int qualified(Die die, Qualifier qualifier) {
    return pool.intern(new Qualified(0, qualifier, idAt(reference(die))));
  }

  private int base(Die die) {
    String name = textOr(die, "?");
    int size = (int) die.number(Slot.BYTE_SIZE, 0);
    IntList candidates = pool.bases(name);
    for (int i = 0; i < candidates.size(); i++) {
      if (pool.type(candidates.getInt(i)) instanceof Base base && base.size() == size) {
        return base.id();
      }
    }
    return pool.intern(new Base(0, name, size, encoding((int) die.number(Slot.ENCODING, 0), name)));
  }

  /** DWARF 5, section 7.8, table 7.11. */
  private static Encoding encoding(int encoding, String name) {
    return switch (encoding) {
      case 0x02 -> Encoding.BOOLEAN;
      case 0x03, 0x04 -> Encoding.FLOAT;
      case 0x05, 0x0d -> Encoding.SIGNED;
      case 0x06 -> name.endsWith("char") ? Encoding.SIGNED_CHAR : Encoding.SIGNED;
      case 0x08 -> name.endsWith("char") ? Encoding.UNSIGNED_CHAR : Encoding.UNSIGNED;
      default -> Encoding.UNSIGNED;
    };
  }

  private int typedef(Die die) {
    String name = textOr(die, "?");
    int known = btf.typedef(name);
    return known >= 0 ? known : pool.intern(new Typedef(0, name, idAt(reference(die))));
  }

  private int array(Die die) {
    int element = reference(die);
    LongArrayList counts = new LongArrayList();
    entries.children(
        child -> {
          if (child.tag() == Dwarf.TAG_SUBRANGE_TYPE) {
            counts.add(count(child));
          }
        });
    int id = idAt(element);
    for (int i = counts.size() - 1; i >= 0; i--) {
      id = pool.intern(new Array(0, id, counts.getLong(i)));
    }
    return id;
  }

  /** Elements of a dimension. 0 becomes -1, as for BTF: C treats {@code [0]} like {@code []}. */
  private static long count(Die subrange) {
    long count = -1;
    if (subrange.has(Slot.COUNT) && !subrange.isBlock(Slot.COUNT)) {
      count = subrange.number(Slot.COUNT, -1);
    } else if (subrange.has(Slot.UPPER_BOUND) && isConstant(subrange.form(Slot.UPPER_BOUND))) {
      count = subrange.number(Slot.UPPER_BOUND, -1) + 1;
    }
    return count <= 0 ? -1 : count;
  }

  private static boolean isConstant(int form) {
    return switch (form) {
      case Dwarf.FORM_DATA1,
          Dwarf.FORM_DATA2,
          Dwarf.FORM_DATA4,
          Dwarf.FORM_DATA8,
          Dwarf.FORM_UDATA,
          Dwarf.FORM_SDATA,
          Dwarf.FORM_IMPLICIT_CONST ->
          true;
      default -> false;
    };
  }

  /** The prototype of a function or function type, with the parameters that its entry lists. */
  int prototype(int offset) {
    int returns = reference(entries.at(offset));
    List<RawParameter> raw = new ArrayList<>();
    boolean[] variadic = {false};
    entries.children(
        child -> {
          if (child.tag() == Dwarf.TAG_FORMAL_PARAMETER) {
            raw.add(new RawParameter(child.text(Slot.NAME), reference(child)));
          } else if (child.tag() == Dwarf.TAG_UNSPECIFIED_PARAMETERS) {
            variadic[0] = true;
          }
        });
    List<Parameter> parameters = new ArrayList<>(raw.size());
    for (RawParameter parameter : raw) {
      parameters.add(new Parameter(parameter.name(), idAt(parameter.type())));
    }
    return pool.intern(new Prototype(0, idAt(returns), parameters, variadic[0]));
  }

  private int enumeration(Die die) {
    String name = die.text(Slot.NAME);
    int size = (int) die.number(Slot.BYTE_SIZE, 4);
    if (name != null) {
      int known = btf.enumeration(name, size, die.flag(Slot.DECLARATION));
      if (known >= 0) {
        return known;
      }
      if (die.flag(Slot.DECLARATION)) {
        return pool.intern(new Forward(0, "enum", name));
      }
    }
    List<Enumerator> enumerators = new ArrayList<>();
    entries.children(
        child -> {
          if (child.tag() == Dwarf.TAG_ENUMERATOR) {
            long value = child.number(Slot.CONST_VALUE, 0); // only DW_FORM_sdata has a sign
            enumerators.add(new Enumerator(textOr(child, "?"), value));
          }
        });
    boolean negative = enumerators.stream().anyMatch(e -> e.value() < 0);
    return pool.intern(new Enumeration(0, name, size, negative, enumerators));
  }

  private int composite(Die die, int offset) {
    String name = die.text(Slot.NAME);
    CompositeKind kind = kindOf(die.tag());
    long size = die.number(Slot.BYTE_SIZE, 0);
    if (name == null) {
      return pool.intern(new Composite(0, kind, null, size, members(rawMembers())));
    }
    if (die.flag(Slot.DECLARATION)) {
      int defined = btf.composite(kind, name);
      return defined >= 0
          ? defined
          : pool.intern(new Forward(0, kind == CompositeKind.UNION ? "union" : "struct", name));
    }
    Definition definition =
        new Definition(
            die.tag(),
            name,
            size,
            hasBtf() ? 0 : files.id(die, Slot.DECL_FILE),
            hasBtf() ? 0 : die.number(Slot.DECL_LINE, 0));
    int known = btf.composite(kind, name, size, this::rawMembers);
    if (known >= 0) {
      return known;
    }
    Integer seen = definitions.get(definition);
    if (seen != null) {
      return seen;
    }
    int id = pool.reserve();
    definitions.put(definition, id);
    pending.add(new Pending(id, offset));
    return id;
  }

  static CompositeKind kindOf(int tag) {
    return tag == Dwarf.TAG_UNION_TYPE ? CompositeKind.UNION : CompositeKind.STRUCT;
  }

  /** The members of the composite at an offset. */
  List<RawMember> rawMembersAt(int offset) {
    if (offset < 0) {
      return List.of();
    }
    entries.at(offset);
    return rawMembers();
  }

  /** The members of the composite that was read last. */
  private List<RawMember> rawMembers() {
    List<RawMember> raw = new ArrayList<>();
    entries.children(
        child -> {
          if (child.tag() == Dwarf.TAG_MEMBER && !child.flag(Slot.DECLARATION)) {
            raw.add(RawMember.of(child, reference(child), memberOffset(child)));
          }
        });
    return raw;
  }

  private long memberOffset(Die member) {
    if (!member.isBlock(Slot.MEMBER_LOCATION)) {
      return member.number(Slot.MEMBER_LOCATION, 0);
    }
    ByteCursor expression =
        new ByteCursor(sections.info(), member.blockStart(Slot.MEMBER_LOCATION));
    return expression.u8() == Dwarf.OP_PLUS_UCONST ? expression.uleb() : 0;
  }

  private List<Member> members(List<RawMember> raw) {
    List<Member> members = new ArrayList<>(raw.size());
    for (RawMember member : raw) {
      int type = idAt(member.type());
      long bitOffset = member.bitOffset(pool.sizeOf(type));
      members.add(new Member(member.name(), type, bitOffset, member.bitSize()));
    }
    return members;
  }

  private static String textOr(Die die, String absent) {
    String text = die.text(Slot.NAME);
    return text == null ? absent : text;
  }
}
