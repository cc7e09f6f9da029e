package dev.rrq.planner.exec;

import dev.rrq.planner.analysis.Program;
import dev.rrq.planner.type.CTypes;
import dev.rrq.planner.type.SubObjects;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.Symbol;
import java.util.Optional;

/** Says what lies at an address of the kernel image. */
final class AddressNames {

  private final Program program;
  private final CTypes types;
  private final SubObjects parts;

  /**
   * Something at an address.
   *
   * @param symbol which holds the address
   * @param offset of the address within it, in bytes
   * @param path what is there, within the symbol: {@code .comm[3]}
   */
  record Named(Symbol symbol, long offset, String path) {

    /** {@code init_task.comm}, {@code schedule+0x1c}. */
    @Override
    public String toString() {
      String name = symbol.module().map(module -> module + ":").orElse("") + symbol.name();
      if (!path.isEmpty() || offset == 0) {
        return name + path;
      }
      return name + "+0x" + Long.toHexString(offset);
    }
  }

  AddressNames(Program program, CTypes types) {
    this.program = program;
    this.types = types;
    this.parts = new SubObjects(types);
  }

  /** The symbol, and its innermost part, at a virtual address of the running kernel. */
  Optional<Named> at(long address) {
    return at(address, 1);
  }

  private Optional<Named> at(long address, long size) {
    if (address >>> 31 != 0x1_ffff_ffffL) {
      return Optional.empty();
    }
    long linked = address - program.loadOffset();
    return program.symbolAt(linked).map(symbol -> named(symbol, linked - symbol.address(), size));
  }

  private Named named(Symbol symbol, long offset, long size) {
    boolean typed =
        symbol.kind() != Symbol.Kind.FUNCTION
            && symbol.kind() != Symbol.Kind.LABEL
            && symbol.type() >= 0;
    if (!typed) {
      return new Named(symbol, offset, "");
    }
    SubObjects.Part part = parts.at(symbol.type(), offset, size);
    String rest = part.offset() == 0 ? "" : "+0x" + Long.toHexString(part.offset());
    return new Named(symbol, offset, part.path() + rest);
  }

  /** A variable, and its part at an offset, such as {@code .nr_running}. */
  String within(Symbol symbol, long offset) {
    return named(symbol, offset, 1).path();
  }

  /** How a pointer prints: {@code &init_task}; a function's address as its name. */
  Optional<String> pointer(long address, int target) {
    long size = Math.max(1, types.sizeOf(target));
    return at(address, size)
        .filter(named -> isWorthNaming(named))
        .map(named -> isFunction(named) ? named.toString() : "&" + named);
  }

  private static boolean isFunction(Named named) {
    return named.symbol().kind() == Symbol.Kind.FUNCTION;
  }

  /** A data address some way behind a symbol without a size is just an address. */
  private static boolean isWorthNaming(Named named) {
    return named.offset() == 0 || named.offset() < named.symbol().size();
  }

  /** The type of a symbol, for descriptions. */
  Optional<CType> type(Symbol symbol) {
    return symbol.type() < 0 ? Optional.empty() : Optional.of(types.type(symbol.type()));
  }
}
