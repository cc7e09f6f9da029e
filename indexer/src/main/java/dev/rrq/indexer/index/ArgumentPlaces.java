package dev.rrq.indexer.index;

import dev.rrq.store.SymbolRow;
import dev.rrq.store.SymbolTables;
import dev.rrq.store.TypeRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where the arguments of functions are when these are entered, by the calling convention of x86-64
 * (System V ABI, 3.2.3): which of the first six are in a register of their own.
 */
final class ArgumentPlaces {

  /** {@code ARGUMENTS} of the plugin's {@code entries.h}. */
  private static final int ARGUMENTS = 6;

  private static final int REGISTERS = 6;
  private static final int PRESENT = 0x80;
  private static final int SIGNED = 0x20;
  private static final int SIZE_SHIFT = 3;

  /** The largest structure that is passed in registers. */
  private static final long TWO_REGISTERS = 2 * Long.BYTES;

  /** Copies of functions that the compiler calls by rules of its own. */
  private static final Pattern CLONE = Pattern.compile(".*\\.(isra|constprop|part|cold)\\b.*");

  private final SymbolTables symbols;
  private final Map<Long, List<TypeRow.Parameter>> parameters;
  private final Map<Integer, Passing> known = new HashMap<>();
  private final Set<Long> clones = new HashSet<>();

  /**
   * How a value of a type is passed.
   *
   * @param registers how many it takes; none if it is in memory
   * @param scalar whether it is a single number or pointer
   */
  private record Passing(int registers, boolean scalar, long size, boolean signed) {}

  private static final Passing IN_MEMORY = new Passing(0, false, 0, false);

  ArgumentPlaces(SymbolTables symbols) {
    this.symbols = symbols;
    this.parameters = symbols.parameters();
    symbols.index().symbols().stream()
        .filter(symbol -> CLONE.matcher(symbol.name()).matches())
        .forEach(symbol -> clones.add(symbol.address()));
  }

  /** Eight bytes, the lowest for the first parameter; see {@code entries.h}. */
  long of(SymbolRow function) {
    List<TypeRow.Parameter> list = parameters.getOrDefault(function.address(), List.of());
    if (clones.contains(function.address()) || list.isEmpty()) {
      return 0;
    }
    long places = 0;
    int next = returnsInMemory(function) ? 1 : 0;
    for (int i = 0; i < list.size() && i < ARGUMENTS; i++) {
      int type = list.get(i).type();
      if (type < 0) {
        // What follows may be anywhere.
        return places;
      }
      Passing passing = passing(type);
      if (passing.registers() > REGISTERS - next) {
        continue;
      }
      if (passing.scalar()) {
        places |= (long) place(passing, next) << (i * Byte.SIZE);
      }
      next += passing.registers();
    }
    return places;
  }

  private static int place(Passing passing, int register) {
    int log = Long.numberOfTrailingZeros(passing.size());
    return PRESENT | (passing.signed() ? SIGNED : 0) | (log << SIZE_SHIFT) | register;
  }

  /** Then the first register has the address for the result. */
  private boolean returnsInMemory(SymbolRow function) {
    if (function.type() < 0) {
      return false;
    }
    TypeRow type = symbols.type(function.type());
    return type.kind().equals("prototype")
        && type.target() > 0
        && passing(type.target()).registers() == 0;
  }

  private Passing passing(int type) {
    Passing passing = known.get(type);
    if (passing == null) {
      passing = passing(symbols.type(type));
      known.put(type, passing);
    }
    return passing;
  }

  private Passing passing(TypeRow type) {
    return switch (type.kind()) {
      case "typedef", "qualified" -> passing(type.target());
      case "pointer", "array", "prototype" -> new Passing(1, true, Long.BYTES, false);
      case "base" -> base(type);
      case "enum" -> number(type.size(), "signed".equals(type.attribute()));
      case "struct", "union" ->
          type.size() == 0 || type.size() > TWO_REGISTERS
              ? IN_MEMORY
              : new Passing((int) (type.size() + Long.BYTES - 1) / Long.BYTES, false, 0, false);
      default -> IN_MEMORY;
    };
  }

  private static Passing base(TypeRow type) {
    String encoding = String.valueOf(type.attribute());
    if (encoding.contains("float")) {
      return IN_MEMORY;
    }
    return type.size() > Long.BYTES
        ? new Passing(2, false, 0, false)
        : number(type.size(), encoding.startsWith("signed"));
  }

  private static Passing number(long size, boolean signed) {
    return new Passing(1, Long.bitCount(size) == 1, size, signed);
  }
}
