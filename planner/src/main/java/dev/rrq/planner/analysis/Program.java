package dev.rrq.planner.analysis;

import dev.rrq.symbols.model.Symbol;
import dev.rrq.symbols.model.TypeTable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The symbols of the traced program, as a query may name them. */
public interface Program {

  /**
   * A constant of an enumeration.
   *
   * @param type id of the enumeration
   */
  record EnumerationConstant(int type, long value) {}

  /** Its C types. */
  TypeTable types();

  /** What to add to a link-time address to get that of the running kernel, in bytes. */
  long loadOffset();

  /** All symbols of a name, in any order. */
  List<Symbol> symbols(String name);

  /**
   * The symbol that holds a link-time address: the one that starts nearest at or before it and, if
   * its size is known, reaches it.
   */
  Optional<Symbol> symbolAt(long address);

  /**
   * When the symbol of a kernel module was there, in order of time; always, of any other. Only then
   * its address is its own.
   */
  default List<Interval> presence(Symbol symbol) {
    return List.of(Interval.ALWAYS);
  }

  /** A user program whose symbols were added, by its name. */
  default Optional<UserProgram> user(String name) {
    return Optional.empty();
  }

  /** The path of a source file as the compiler saw it. */
  Optional<String> file(int id);

  /** The enumeration constant of a name; the first where several enumerations have one. */
  Optional<EnumerationConstant> constant(String name);

  /** All names of symbols, for suggestions and completion. */
  Collection<String> names();

  /** The tags and names of all named types, for suggestions and completion. */
  Collection<String> typeNames();
}
