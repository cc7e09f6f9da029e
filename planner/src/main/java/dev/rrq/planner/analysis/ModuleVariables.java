package dev.rrq.planner.analysis;

import dev.rrq.symbols.model.Symbol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Variables of kernel modules, which lie elsewhere each time that their module is loaded. */
public final class ModuleVariables {

  private ModuleVariables() {}

  /** Where a variable was, while it was there. */
  public record Stay(Interval when, Symbol symbol) {}

  /** The same variable at all places where it was, itself among them. */
  static List<Symbol> everywhere(Program program, Symbol symbol) {
    return program.symbols(symbol.name()).stream().filter(other -> isSame(symbol, other)).toList();
  }

  private static boolean isSame(Symbol symbol, Symbol other) {
    return symbol.module().isPresent()
        && symbol.module().equals(other.module())
        && symbol.kind() == other.kind()
        && symbol.size() == other.size()
        && symbol.type() == other.type()
        && symbol.file() == other.file()
        && symbol.line() == other.line();
  }

  /** When it was where, in order of time. */
  public static List<Stay> stays(Program program, Symbol symbol) {
    return stays(program, symbol, program::presence);
  }

  static List<Stay> stays(
      Program program, Symbol symbol, Function<Symbol, List<Interval>> presence) {
    List<Stay> stays = new ArrayList<>();
    for (Symbol place : everywhere(program, symbol)) {
      presence.apply(place).forEach(when -> stays.add(new Stay(when, place)));
    }
    stays.sort(Comparator.comparingLong(stay -> stay.when().from()));
    return stays;
  }

  /** Whether it was at two places at a time: these are two variables. */
  static boolean areSeveral(List<Stay> stays) {
    for (int i = 1; i < stays.size(); i++) {
      if (stays.get(i).when().overlaps(stays.get(i - 1).when())) {
        return true;
      }
    }
    return false;
  }
}
