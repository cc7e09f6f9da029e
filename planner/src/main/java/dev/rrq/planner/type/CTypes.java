package dev.rrq.planner.type;

import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.TypeTable;
import dev.rrq.symbols.types.CDeclaration;
import dev.rrq.symbols.types.NamedTypes;
import dev.rrq.symbols.types.TypeLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * A program's types, and those that a query builds from them ({@code struct page *}, {@code
 * char[16]}). Not safe for use by several threads.
 */
public final class CTypes implements TypeTable {

  /** Ids from here on are types that a query built. */
  private static final int FIRST_BUILT_ID = 1 << 30;

  private final TypeTable program;
  private final NamedTypes spellings;
  private final TypeLayout layout = new TypeLayout(this);
  private final List<CType> built = new ArrayList<>();
  private final Map<String, Integer> builtIds = new HashMap<>();

  /** The types of a program. */
  public CTypes(TypeTable program) {
    this.program = program;
    this.spellings = new NamedTypes(program);
  }

  @Override
  public CType type(int id) {
    return id >= FIRST_BUILT_ID ? built.get(id - FIRST_BUILT_ID) : program.type(id);
  }

  @Override
  public Optional<CType.Composite> composite(CType.CompositeKind kind, String tag) {
    return program.composite(kind, tag);
  }

  @Override
  public Optional<CType.Enumeration> enumeration(String tag) {
    return program.enumeration(tag);
  }

  @Override
  public Optional<CType> named(String name) {
    return spellings
        .find(name)
        .or(() -> Optional.ofNullable(BaseTypes.byName(name)).map(this::base));
  }

  /**
   * The id of an arithmetic type of C or of the kernel's fixed-width ones, such as {@code unsigned
   * long} or {@code u32}, whether the program uses it or not.
   */
  public int base(String name) {
    BaseTypes.Spec spec = BaseTypes.byName(name);
    if (spec == null) {
      throw new IllegalArgumentException("no base type " + name);
    }
    return base(spec).id();
  }

  private CType base(BaseTypes.Spec spec) {
    return build(
        "base " + spec.name(), id -> new CType.Base(id, spec.name(), spec.size(), spec.encoding()));
  }

  /** The type of pointers to a type; 8 bytes. */
  public int pointerTo(int target) {
    return build("pointer " + target, id -> new CType.Pointer(id, target, Long.BYTES)).id();
  }

  /** The type of arrays of so many of a type. */
  public int arrayOf(int element, long count) {
    return build("array " + element + " " + count, id -> new CType.Array(id, element, count)).id();
  }

  private CType build(String key, IntFunction<CType> make) {
    Integer id = builtIds.get(key);
    if (id == null) {
      id = FIRST_BUILT_ID + built.size();
      built.add(make.apply(id));
      builtIds.put(key, id);
    }
    return type(id);
  }

  /** How the types lie in memory. */
  public TypeLayout layout() {
    return layout;
  }

  /** The type without typedefs and qualifiers; for a tag that is only declared, its definition. */
  public CType resolve(int id) {
    return layout.strip(id);
  }

  /** The size in bytes of an object of the type; 0 where it has none or it is unknown. */
  public long sizeOf(int id) {
    return layout.sizeOf(id);
  }

  /** Whether an object of the type is one number: arithmetic, enumeration or pointer. */
  public boolean isScalar(int id) {
    CType type = resolve(id);
    return type instanceof CType.Base
        || type instanceof CType.Pointer
        || type instanceof CType.Enumeration;
  }

  /** Whether a scalar type holds negative numbers. */
  public boolean isSigned(int id) {
    CType type = resolve(id);
    if (type instanceof CType.Base base) {
      return base.encoding() == CType.Encoding.SIGNED
          || base.encoding() == CType.Encoding.SIGNED_CHAR;
    }
    return type instanceof CType.Enumeration enumeration && enumeration.signed();
  }

  /** Whether the type is {@code float}, {@code double} or the like. */
  public boolean isFloat(int id) {
    return resolve(id) instanceof CType.Base base && base.encoding() == CType.Encoding.FLOAT;
  }

  /** Whether the type is one of the {@code char} types. */
  public boolean isCharacter(int id) {
    return resolve(id) instanceof CType.Base base
        && base.size() == 1
        && (base.encoding() == CType.Encoding.SIGNED_CHAR
            || base.encoding() == CType.Encoding.UNSIGNED_CHAR
            || base.name().equals("char"));
  }

  /** The type as C writes it where there is no declarator: {@code char[16]}. */
  public String name(int id) {
    return new CDeclaration(this).text(id);
  }
}
