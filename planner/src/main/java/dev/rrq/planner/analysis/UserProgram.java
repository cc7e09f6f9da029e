package dev.rrq.planner.analysis;

import dev.rrq.symbols.model.Symbol;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * A user program whose symbols were added to a session.
 *
 * @param name by which places name it: its file's
 * @param symbols what it defines; the types are ids of the session's
 * @param lines where the code of each source line begins, as linked, as {@code file:line}; an empty
 *     text where that of none does
 * @param base what to add to its addresses as linked
 */
public record UserProgram(
    String name, List<Symbol> symbols, NavigableMap<Long, String> lines, long base) {

  public UserProgram {
    symbols = List.copyOf(symbols);
  }

  /** Its variables of a name. */
  public List<Symbol> variables(String variable) {
    return named(Symbol.Kind.OBJECT, variable);
  }

  /** Its functions of a name. */
  public List<Symbol> functions(String function) {
    return named(Symbol.Kind.FUNCTION, function);
  }

  /** The names of all of its functions. */
  public List<String> functions() {
    return symbols.stream()
        .filter(symbol -> symbol.kind() == Symbol.Kind.FUNCTION)
        .map(Symbol::name)
        .toList();
  }

  private List<Symbol> named(Symbol.Kind kind, String wanted) {
    return symbols.stream()
        .filter(symbol -> symbol.kind() == kind && symbol.name().equals(wanted))
        .toList();
  }

  /** The function that holds an instruction of a process. */
  public Optional<Symbol> functionAt(long pc) {
    long linked = pc - base;
    return symbols.stream()
        .filter(symbol -> symbol.kind() == Symbol.Kind.FUNCTION)
        .filter(symbol -> symbol.address() <= linked && linked - symbol.address() < symbol.size())
        .findFirst();
  }

  /** The source line of an instruction of a process, as {@code file:line}. */
  public Optional<String> lineAt(long pc) {
    return Optional.ofNullable(lines.floorEntry(pc - base))
        .map(java.util.Map.Entry::getValue)
        .filter(line -> !line.isEmpty());
  }
}
