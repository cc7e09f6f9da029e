package dev.rrq.symbols.types;

import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.CType.Array;
import dev.rrq.symbols.model.CType.Base;
import dev.rrq.symbols.model.CType.Composite;
import dev.rrq.symbols.model.CType.CompositeKind;
import dev.rrq.symbols.model.CType.Enumeration;
import dev.rrq.symbols.model.CType.Enumerator;
import dev.rrq.symbols.model.CType.Forward;
import dev.rrq.symbols.model.CType.NoType;
import dev.rrq.symbols.model.CType.Pointer;
import dev.rrq.symbols.model.CType.Prototype;
import dev.rrq.symbols.model.CType.Qualified;
import dev.rrq.symbols.model.CType.Typedef;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import it.unimi.dsi.fastutil.ints.IntLists;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import it.unimi.dsi.fastutil.objects.Object2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives each distinct type one id while a program is read. Types without a tag are the same if they
 * are built the same way; those with a tag or name are found by it.
 */
public final class TypePool {

  private static final int NONE = -1;
  private static final int LONGEST_CHAIN = 500;

  private final List<@Nullable CType> types = new ArrayList<>();
  private final Object2IntOpenHashMap<CType> shapes = new Object2IntOpenHashMap<>();
  private final Map<String, IntArrayList> named = new Object2ObjectOpenHashMap<>();

  /** A pool in which only {@code void} is. */
  public TypePool() {
    shapes.defaultReturnValue(NONE);
    types.add(new NoType(CType.VOID_ID));
    shapes.put(new NoType(CType.VOID_ID), CType.VOID_ID);
  }

  /** Number of ids given, reserved ones included; ids start at 0. */
  public int size() {
    return types.size();
  }

  /** The type of an id, or null where it is only reserved. */
  public @Nullable CType type(int id) {
    return types.get(id);
  }

  /**
   * Takes the next id for a type that refers to itself and is {@linkplain #define defined} later.
   */
  public int reserve() {
    types.add(null);
    return types.size() - 1;
  }

  /** Takes all ids below a limit. */
  public void reserveUpTo(int limit) {
    while (types.size() < limit) {
      types.add(null);
    }
  }

  /** Completes a reserved type under its own id. */
  public void define(CType type) {
    types.set(type.id(), type);
    CType shape = shapeOf(type);
    if (shapes.getInt(shape) == NONE) {
      shapes.put(shape, type.id());
    }
    String key = nameKey(type);
    if (key != null) {
      IntArrayList ids = named.computeIfAbsent(key, unused -> new IntArrayList(1));
      if (!ids.contains(type.id())) {
        ids.add(type.id());
      }
    }
  }

  /** Corrects a type that was defined before; its name stays the same. */
  public void replace(CType type) {
    types.set(type.id(), type);
  }

  /** Passes all types on but {@code void}, by id. */
  public void passOn(Consumer<CType> output) {
    for (int id = CType.VOID_ID + 1; id < types.size(); id++) {
      CType type = types.get(id);
      if (type != null) {
        output.accept(type);
      }
    }
  }

  /** The id of a type that is built like this one (its own id does not matter). */
  public int intern(CType type) {
    int known = shapes.getInt(shapeOf(type));
    if (known != NONE) {
      return known;
    }
    int id = reserve();
    define(withId(type, id));
    return id;
  }

  /** Ids of the structures or unions of a tag, first defined first. */
  public IntList composites(CompositeKind kind, String tag) {
    return ids(kind.name(), tag);
  }

  /** Ids of the enumerations of a tag. */
  public IntList enumerations(String tag) {
    return ids("ENUM", tag);
  }

  /** Ids of the typedefs of a name. */
  public IntList typedefs(String name) {
    return ids("TYPEDEF", name);
  }

  /** Ids of the arithmetic types of a name. */
  public IntList bases(String name) {
    return ids("BASE", name);
  }

  private IntList ids(String kind, String name) {
    IntArrayList found = named.get(kind + ' ' + name);
    return found == null ? IntLists.EMPTY_LIST : found;
  }

  /** In bytes; 0 where it is not known (yet). */
  public long sizeOf(int id) {
    CType type = types.get(id);
    for (int hops = 0; hops < LONGEST_CHAIN; hops++) {
      if (type instanceof Typedef typedef) {
        type = types.get(typedef.target());
      } else if (type instanceof Qualified qualified) {
        type = types.get(qualified.target());
      } else {
        break;
      }
    }
    if (type instanceof Base base) {
      return base.size();
    }
    if (type instanceof Enumeration enumeration) {
      return enumeration.size();
    }
    if (type instanceof Composite composite) {
      return composite.size();
    }
    if (type instanceof Array array && array.count() >= 0) {
      return array.count() * sizeOf(array.element());
    }
    return type instanceof Pointer pointer ? pointer.size() : 0;
  }

  private static @Nullable String nameKey(CType type) {
    if (type instanceof Composite composite) {
      return composite.name() == null ? null : composite.kind().name() + ' ' + composite.name();
    }
    if (type instanceof Enumeration enumeration) {
      return enumeration.name() == null ? null : "ENUM " + enumeration.name();
    }
    if (type instanceof Typedef typedef) {
      return "TYPEDEF " + typedef.name();
    }
    return type instanceof Base base ? "BASE " + base.name() : null;
  }

  /**
   * What makes two types the same: all but the id, and but the signedness of an enumeration, about
   * which BTF and DWARF differ.
   */
  private static CType shapeOf(CType type) {
    if (type instanceof Enumeration e) {
      int bits = e.size() * 8;
      long mask = bits >= 64 ? -1L : (1L << bits) - 1;
      List<Enumerator> unsigned =
          e.enumerators().stream().map(c -> new Enumerator(c.name(), c.value() & mask)).toList();
      return new Enumeration(0, e.name(), e.size(), false, unsigned);
    }
    return withId(type, 0);
  }

  private static CType withId(CType type, int id) {
    if (type instanceof Pointer p) {
      return new Pointer(id, p.target(), p.size());
    }
    if (type instanceof Composite c) {
      return new Composite(id, c.kind(), c.name(), c.size(), c.members());
    }
    if (type instanceof Typedef t) {
      return new Typedef(id, t.name(), t.target());
    }
    if (type instanceof Qualified q) {
      return new Qualified(id, q.qualifier(), q.target());
    }
    if (type instanceof Array a) {
      return new Array(id, a.element(), a.count());
    }
    if (type instanceof Prototype p) {
      return new Prototype(id, p.returnType(), p.parameters(), p.variadic());
    }
    if (type instanceof Base b) {
      return new Base(id, b.name(), b.size(), b.encoding());
    }
    if (type instanceof Enumeration e) {
      return new Enumeration(id, e.name(), e.size(), e.signed(), e.enumerators());
    }
    if (type instanceof Forward f) {
      return new Forward(id, f.keyword(), f.name());
    }
    return new NoType(id);
  }
}
