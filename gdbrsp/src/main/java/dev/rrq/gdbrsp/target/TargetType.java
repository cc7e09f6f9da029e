package dev.rrq.gdbrsp.target;

import java.util.List;
import java.util.Map;

/**
 * The type of a register.
 *
 * @see <a
 *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Target-Description-Format.html">GDB
 *     manual, Target Description Format, Types</a>
 */
public sealed interface TargetType {

  /**
   * A type that every debugger knows: {@code int}, {@code uint32}, {@code data_ptr}, {@code
   * code_ptr}, {@code ieee_single}, {@code i387_ext} and so on.
   *
   * @see <a
   *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Predefined-Target-Types.html">GDB
   *     manual, Predefined Target Types</a>
   */
  record Predefined(String id) implements TargetType {}

  /** {@code vector}: some values of one type side by side. */
  record Vector(String id, TargetType element, int count) implements TargetType {}

  /** {@code union}: the same bits in several ways. */
  record Union(String id, Map<String, TargetType> fields) implements TargetType {
    /** Keeps the map, which must not change any more. */
    public Union {
      fields = Ordered.copyOf(fields);
    }
  }

  /** {@code struct} without a size: fields one after the other. */
  record Struct(String id, Map<String, TargetType> fields) implements TargetType {
    /** Keeps the map, which must not change any more. */
    public Struct {
      fields = Ordered.copyOf(fields);
    }
  }

  /**
   * {@code flags}, and {@code struct} with a size: bit fields.
   *
   * @param id its name
   * @param bytes its size
   * @param fields from whichever end the stub lists them
   */
  record Flags(String id, int bytes, List<BitField> fields) implements TargetType {
    /** Keeps a copy of the list. */
    public Flags {
      fields = List.copyOf(fields);
    }
  }

  /**
   * {@code enum}: a number whose values have names.
   *
   * @param id its name
   * @param bytes its size
   * @param values each name with its number
   * @see <a
   *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Enum-Target-Types.html">GDB
   *     manual, Enum Target Types</a>
   */
  record Enumeration(String id, int bytes, Map<String, Long> values) implements TargetType {
    /** Keeps a copy of the map. */
    public Enumeration {
      values = Ordered.copyOf(values);
    }
  }

  /**
   * Some bits of a register.
   *
   * @param name empty for bits that mean nothing
   * @param start its lowest bit, counted from the register's lowest, which is 0
   * @param end its highest bit
   * @param type {@code bool} or an unsigned number unless the stub says more
   */
  record BitField(String name, int start, int end, TargetType type) {
    /** The field's value in a register's. */
    public long of(long register) {
      int width = end - start + 1;
      long mask = width >= Long.SIZE ? -1 : (1L << width) - 1;
      return (register >>> start) & mask;
    }
  }

  /** The name by which registers and other types refer to it. */
  String id();
}
