package dev.rrq.symbols.btf;

import dev.rrq.symbols.SymbolException;
import dev.rrq.symbols.SymbolException.Kind;
import dev.rrq.symbols.elf.Bytes;
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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the types of a {@code .BTF} section into a {@link TypePool}, under BTF's own ids. Entries
 * that are no C types (functions, variables, tags) leave their ids unused; a type tag stands for
 * its target.
 */
public final class BtfReader {

  private static final int MAGIC = 0xeb9f;
  private static final int POINTER_SIZE = 8;

  private static final int INT = 1;
  private static final int PTR = 2;
  private static final int ARRAY = 3;
  private static final int STRUCT = 4;
  private static final int UNION = 5;
  private static final int ENUM = 6;
  private static final int FWD = 7;
  private static final int TYPEDEF = 8;
  private static final int VOLATILE = 9;
  private static final int CONST = 10;
  private static final int RESTRICT = 11;
  private static final int FUNC = 12;
  private static final int FUNC_PROTO = 13;
  private static final int VAR = 14;
  private static final int DATASEC = 15;
  private static final int FLOAT = 16;
  private static final int DECL_TAG = 17;
  private static final int TYPE_TAG = 18;
  private static final int ENUM64 = 19;

  private static final int HEAD = 12;
  private static final int INT_SIGNED = 1;
  private static final int INT_BOOL = 4;

  private final Bytes bytes;
  private final int strings;
  private final int[] offsets;
  private final boolean tellsSigns;

  private BtfReader(Bytes bytes, int strings, int[] offsets) {
    this.bytes = bytes;
    this.strings = strings;
    this.offsets = offsets;
    this.tellsSigns =
        IntStream.of(offsets).anyMatch(at -> kind(at) == ENUM && bytes.i32(at + 4) < 0);
  }

  private int kind(int at) {
    return bytes.i32(at + 4) >>> 24 & 0x1f;
  }

  /**
   * Reads all types into an empty pool.
   *
   * @throws SymbolException if the section is damaged or of an unknown version
   */
  public static void read(Bytes section, TypePool pool) {
    int at = 0;
    try {
      if (section.u16(0) != MAGIC || section.u8(2) != 1) {
        throw new SymbolException(
            Kind.UNSUPPORTED, "the .BTF section is not BTF of version 1, little-endian");
      }
      int header = section.i32(4);
      int types = header + section.i32(8);
      int end = types + section.i32(12);
      int strings = header + section.i32(16);
      List<Integer> starts = new ArrayList<>(1 << 16);
      for (at = types; at < end; at += sizeOfEntry(section, at)) {
        starts.add(at);
      }
      int[] offsets = starts.stream().mapToInt(Integer::intValue).toArray();
      BtfReader reader = new BtfReader(section, strings, offsets);
      pool.reserveUpTo(offsets.length + 1);
      for (int id = 1; id <= offsets.length; id++) {
        at = offsets[id - 1];
        CType type = reader.type(id, at);
        if (type != null) {
          pool.define(type);
        }
      }
    } catch (IndexOutOfBoundsException e) {
      throw new SymbolException(Kind.DAMAGED, "damaged .BTF section at offset " + at, null, e);
    }
  }

  private static int sizeOfEntry(Bytes section, int at) {
    int info = section.i32(at + 4);
    int count = info & 0xffff;
    return HEAD
        + switch (info >>> 24 & 0x1f) {
          case INT, VAR, DECL_TAG -> 4;
          case ARRAY -> 12;
          case STRUCT, UNION, DATASEC, ENUM64 -> 12 * count;
          case ENUM, FUNC_PROTO -> 8 * count;
          case PTR, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FLOAT, TYPE_TAG -> 0;
          default ->
              throw new SymbolException(
                  Kind.UNSUPPORTED,
                  "the .BTF section has an entry of unknown kind "
                      + (info >>> 24 & 0x1f)
                      + " at offset "
                      + at);
        };
  }

  private @Nullable CType type(int id, int at) {
    int info = bytes.i32(at + 4);
    int count = info & 0xffff;
    boolean flag = info < 0;
    int size = bytes.i32(at + 8);
    return switch (kind(at)) {
      case INT -> integer(id, at);
      case FLOAT -> new Base(id, name(at), size, Encoding.FLOAT);
      case PTR -> new Pointer(id, target(at + 8), POINTER_SIZE);
      case ARRAY -> array(id, at + HEAD);
      case STRUCT ->
          new Composite(id, CompositeKind.STRUCT, tag(at), size, members(at, count, flag));
      case UNION -> new Composite(id, CompositeKind.UNION, tag(at), size, members(at, count, flag));
      case ENUM -> enumeration(id, at, count, flag);
      case ENUM64 -> new Enumeration(id, tag(at), size, flag, wideConstants(at, count));
      case FWD -> new Forward(id, flag ? "union" : "struct", name(at));
      case TYPEDEF -> new Typedef(id, name(at), target(at + 8));
      case VOLATILE -> new Qualified(id, Qualifier.VOLATILE, target(at + 8));
      case CONST -> new Qualified(id, Qualifier.CONST, target(at + 8));
      case RESTRICT -> new Qualified(id, Qualifier.RESTRICT, target(at + 8));
      case FUNC_PROTO -> prototype(id, at, count);
      default -> null;
    };
  }

  private Base integer(int id, int at) {
    String name = name(at);
    int encoding = bytes.i32(at + HEAD) >>> 24;
    boolean signed = (encoding & INT_SIGNED) != 0;
    Encoding read = signed ? Encoding.SIGNED : Encoding.UNSIGNED;
    if ((encoding & INT_BOOL) != 0) {
      read = Encoding.BOOLEAN;
    } else if (name.equals("char") || name.endsWith(" char")) {
      // the character flag of BTF is never set in practice
      read = signed ? Encoding.SIGNED_CHAR : Encoding.UNSIGNED_CHAR;
    }
    return new Base(id, name, bytes.i32(at + 8), read);
  }

  /** BTF says 0 elements both for {@code [0]} and for {@code []}, which C treats alike. */
  private Array array(int id, int at) {
    long count = bytes.u32(at + 8);
    return new Array(id, target(at), count == 0 ? -1 : count);
  }

  private List<Member> members(int at, int count, boolean bitFields) {
    List<Member> members = new ArrayList<>(count);
    for (int i = 0, row = at + HEAD; i < count; i++, row += 12) {
      long offset = bytes.u32(row + 8);
      int bits = 0;
      int type = bytes.i32(row + 4);
      if (bitFields) {
        bits = (int) (offset >>> 24);
        offset &= 0xff_ffff;
      } else {
        bits = narrowInteger(type);
      }
      members.add(new Member(tag(row), target(row + 4), offset, bits));
    }
    return members;
  }

  /** Old BTF says the width of a bit field in an integer type of its own. */
  private int narrowInteger(int type) {
    if (type <= 0 || type > offsets.length) {
      return 0;
    }
    int at = offsets[type - 1];
    if (kind(at) != INT) {
      return 0;
    }
    int bits = bytes.u8(at + HEAD);
    return bits == bytes.i32(at + 8) * 8 ? 0 : bits;
  }

  /**
   * Writers of BTF before 2022 do not say whether an enumeration is signed. Then a constant with
   * the highest bit set is taken for negative, which it is far more often than large.
   */
  private Enumeration enumeration(int id, int at, int count, boolean flag) {
    List<Enumerator> constants = constants(at, count, flag || !tellsSigns);
    boolean signed = flag || constants.stream().anyMatch(constant -> constant.value() < 0);
    return new Enumeration(id, tag(at), bytes.i32(at + 8), signed, constants);
  }

  private List<Enumerator> constants(int at, int count, boolean signed) {
    List<Enumerator> constants = new ArrayList<>(count);
    for (int i = 0, row = at + HEAD; i < count; i++, row += 8) {
      int value = bytes.i32(row + 4);
      constants.add(new Enumerator(name(row), signed ? value : value & 0xffff_ffffL));
    }
    return constants;
  }

  private List<Enumerator> wideConstants(int at, int count) {
    List<Enumerator> constants = new ArrayList<>(count);
    for (int i = 0, row = at + HEAD; i < count; i++, row += 12) {
      constants.add(new Enumerator(name(row), bytes.i64(row + 4)));
    }
    return constants;
  }

  private Prototype prototype(int id, int at, int count) {
    List<Parameter> parameters = new ArrayList<>(count);
    boolean variadic = false;
    for (int i = 0, row = at + HEAD; i < count; i++, row += 8) {
      if (bytes.i64(row) == 0) {
        variadic = true;
      } else {
        parameters.add(new Parameter(tag(row), target(row + 4)));
      }
    }
    return new Prototype(id, target(at + 8), parameters, variadic);
  }

  /** The type that an entry refers to; type tags are passed through. */
  private int target(int position) {
    int id = bytes.i32(position);
    for (int hops = 0; hops < offsets.length; hops++) {
      if (id < 0 || id > offsets.length) {
        throw new IndexOutOfBoundsException(id);
      }
      int at = id == 0 ? -1 : offsets[id - 1];
      if (id == 0 || kind(at) != TYPE_TAG) {
        return id;
      }
      id = bytes.i32(at + 8);
    }
    throw new IndexOutOfBoundsException(id);
  }

  private String name(int at) {
    int offset = bytes.i32(at);
    return bytes.cString(strings + offset);
  }

  private @Nullable String tag(int at) {
    return bytes.i32(at) == 0 ? null : name(at);
  }
}
