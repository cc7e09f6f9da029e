package dev.rrq.symbols.types;

import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.CType.Array;
import dev.rrq.symbols.model.CType.Base;
import dev.rrq.symbols.model.CType.Composite;
import dev.rrq.symbols.model.CType.CompositeKind;
import dev.rrq.symbols.model.CType.Enumeration;
import dev.rrq.symbols.model.CType.Forward;
import dev.rrq.symbols.model.CType.Member;
import dev.rrq.symbols.model.CType.Pointer;
import dev.rrq.symbols.model.CType.Qualified;
import dev.rrq.symbols.model.CType.Typedef;
import dev.rrq.symbols.model.TypeTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How types lie in memory: sizes, alignments, members and elements (System V x86-64 ABI). */
public final class TypeLayout {

  private static final int LONGEST_CHAIN = 1000;

  /**
   * A member with its place in the structure that it was looked up in, however many anonymous
   * structures are between.
   *
   * @param bitOffset from the start of the structure that it was looked up in
   */
  public record Field(Member member, long bitOffset) {

    /** Whole bytes before it; a bit field may begin within the next byte. */
    public long byteOffset() {
      return bitOffset / 8;
    }

    /** Whether it is a bit field. */
    public boolean isBitField() {
      return member.bitSize() > 0;
    }
  }

  private final TypeTable types;

  public TypeLayout(TypeTable types) {
    this.types = types;
  }

  /** The types that are measured. */
  public TypeTable types() {
    return types;
  }

  /**
   * The type itself: without typedefs and qualifiers, and for a tag that is only declared the
   * definition, where there is one.
   */
  public CType strip(int id) {
    return strip(types.type(id));
  }

  /** As {@link #strip(int)}. */
  public CType strip(CType type) {
    CType result = type;
    for (int hops = 0; hops < LONGEST_CHAIN; hops++) {
      if (result instanceof Typedef typedef) {
        result = types.type(typedef.target());
      } else if (result instanceof Qualified qualified) {
        result = types.type(qualified.target());
      } else if (result instanceof Forward forward) {
        CType definition = definition(forward);
        return definition == null ? result : definition;
      } else {
        return result;
      }
    }
    return result;
  }

  private @Nullable CType definition(Forward forward) {
    return switch (forward.keyword()) {
      case "union" -> types.composite(CompositeKind.UNION, forward.name()).orElse(null);
      case "enum" -> types.enumeration(forward.name()).orElse(null);
      default -> types.composite(CompositeKind.STRUCT, forward.name()).orElse(null);
    };
  }

  /**
   * Size in bytes; 0 for what has none that is known ({@code void}, functions, arrays of unknown
   * length, tags that are only declared).
   */
  public long sizeOf(int id) {
    return sizeOf(types.type(id));
  }

  /** As {@link #sizeOf(int)}. */
  public long sizeOf(CType type) {
    CType bare = strip(type);
    if (bare instanceof Base base) {
      return base.size();
    }
    if (bare instanceof Pointer pointer) {
      return pointer.size();
    }
    if (bare instanceof Composite composite) {
      return composite.size();
    }
    if (bare instanceof Enumeration enumeration) {
      return enumeration.size();
    }
    if (bare instanceof Array array) {
      return Math.max(array.count(), 0) * sizeOf(array.element());
    }
    return 0;
  }

  /**
   * Alignment in bytes. Debug information does not say it, so it is the natural one; a structure
   * whose members or size contradict that is packed, and has 1. An {@code aligned} attribute is not
   * seen.
   */
  public long alignOf(int id) {
    CType bare = strip(id);
    if (bare instanceof Array array) {
      return alignOf(array.element());
    }
    if (bare instanceof Composite composite) {
      return alignOf(composite);
    }
    return Math.max(sizeOf(bare), 1);
  }

  private long alignOf(Composite composite) {
    long largest = 1;
    for (Member member : composite.members()) {
      long align = alignOf(member.type());
      if (member.bitSize() == 0) {
        if (member.bitOffset() % (align * 8) != 0) {
          return 1;
        }
      }
      largest = Math.max(largest, align);
    }
    return composite.size() % largest == 0 ? largest : 1;
  }

  /** Bytes from one element of an array to the next. */
  public long stride(Array array) {
    return sizeOf(array.element());
  }

  /** The member of a name, also within anonymous members; C allows only one. */
  public Optional<Field> member(Composite composite, String name) {
    for (Member member : composite.members()) {
      if (name.equals(member.name())) {
        return Optional.of(new Field(member, member.bitOffset()));
      }
      if (member.name() == null && strip(member.type()) instanceof Composite inner) {
        Optional<Field> found = member(inner, name);
        if (found.isPresent()) {
          Field field = found.get();
          return Optional.of(new Field(field.member(), member.bitOffset() + field.bitOffset()));
        }
      }
    }
    return Optional.empty();
  }

  /** All members that have a name, those of anonymous members included, in order of declaration. */
  public List<Field> members(Composite composite) {
    List<Field> fields = new ArrayList<>();
    addMembers(composite, 0, fields);
    return fields;
  }

  private void addMembers(Composite composite, long bitOffset, List<Field> fields) {
    for (Member member : composite.members()) {
      long at = bitOffset + member.bitOffset();
      if (member.name() != null) {
        fields.add(new Field(member, at));
      } else if (strip(member.type()) instanceof Composite inner) {
        addMembers(inner, at, fields);
      }
    }
  }
}
