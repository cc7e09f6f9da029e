package dev.rrq.planner.analysis;

import dev.rrq.symbols.model.Symbol;
import java.util.List;

/**
 * A user program whose symbols were added to a session.
 *
 * @param name by which places name it: its file's
 * @param symbols what it defines; the types are ids of the session's
 * @param base what to add to its addresses as linked
 */
public record UserProgram(String name, List<Symbol> symbols, long base) {

  public UserProgram {
    symbols = List.copyOf(symbols);
  }

  /** Its variables of a name. */
  public List<Symbol> variables(String variable) {
    return symbols.stream()
        .filter(symbol -> symbol.kind() == Symbol.Kind.OBJECT && symbol.name().equals(variable))
        .toList();
  }
}
