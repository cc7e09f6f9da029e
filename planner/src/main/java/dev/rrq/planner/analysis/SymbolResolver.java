package dev.rrq.planner.analysis;

import dev.rrq.grammar.ast.Expression;
import dev.rrq.grammar.diagnostics.Location;
import dev.rrq.planner.type.CTypes;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.Symbol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the variable, function or constant that a name means. */
final class SymbolResolver {

  /** How many source files an error lists when several have a variable of one name. */
  private static final int MOST_FILES = 5;

  private final Program program;
  private final CTypes types;

  SymbolResolver(Program program, CTypes types) {
    this.program = program;
    this.types = types;
  }

  Term resolve(Expression.Name name, Collection<String> others) {
    Optional<UserProgram> user = name.scope().flatMap(program::user);
    if (user.isPresent()) {
      return userVariable(user.get(), name);
    }
    List<Symbol> found = candidates(name);
    if (found.isEmpty() && name.scope().isEmpty()) {
      var constant = program.constant(name.name());
      if (constant.isPresent()) {
        return new Term.Constant(constant.get().type(), constant.get().value());
      }
    }
    if (found.isEmpty()) {
      throw unknown(name, others);
    }
    return term(single(name.name(), name.location(), found));
  }

  private Term userVariable(UserProgram user, Expression.Name name) {
    List<Symbol> found = user.variables(name.name());
    if (found.isEmpty()) {
      throw Problems.unknown(
          "unknown-symbol",
          name.location(),
          user.name() + " has no variable '" + name.name() + "'",
          name.name(),
          user.symbols().stream().map(Symbol::name).toList());
    }
    Symbol symbol = single(name.name(), name.location(), found);
    return new Term.UserVariable(typeOf(symbol), symbol, symbol.address() + user.base(), user);
  }

  private List<Symbol> candidates(Expression.Name name) {
    List<Symbol> all = program.symbols(name.name());
    return name.scope().map(scope -> inScope(all, scope)).orElseGet(() -> ownFirst(all));
  }

  /** The kernel's own rather than its modules': these are named with their module. */
  private static List<Symbol> ownFirst(List<Symbol> symbols) {
    List<Symbol> own = symbols.stream().filter(symbol -> symbol.module().isEmpty()).toList();
    return own.isEmpty() ? symbols : own;
  }

  /** The symbols of a source file, which may be given by the end of its path, or of a module. */
  List<Symbol> inScope(List<Symbol> symbols, String scope) {
    return symbols.stream().filter(symbol -> isIn(symbol, scope)).toList();
  }

  private boolean isIn(Symbol symbol, String scope) {
    return SymbolScope.holds(scope, symbol.module(), program.file(symbol.file()));
  }

  /** A global symbol is meant rather than static ones of the same name. */
  private Symbol single(String name, Location location, List<Symbol> found) {
    List<Symbol> distinct = distinct(found);
    if (distinct.size() == 1 || isOneReloaded(distinct)) {
      return distinct.get(0);
    }
    List<Symbol> objects =
        distinct.stream().filter(symbol -> symbol.kind() != Symbol.Kind.FUNCTION).toList();
    List<Symbol> preferred = objects.isEmpty() ? distinct : objects;
    List<Symbol> globals = preferred.stream().filter(Symbol::global).toList();
    if (globals.size() == 1) {
      return globals.get(0);
    }
    if (preferred.size() == 1) {
      return preferred.get(0);
    }
    throw Problems.error(
        "ambiguous-name",
        location,
        preferred.size() + " symbols are called '" + name + "'",
        "say which: " + choices(name, preferred));
  }

  /** Whether all are one variable or function of a module that was loaded several times. */
  private boolean isOneReloaded(List<Symbol> symbols) {
    Symbol first = symbols.get(0);
    return (first.kind() == Symbol.Kind.OBJECT || first.kind() == Symbol.Kind.FUNCTION)
        && Set.copyOf(ModuleVariables.everywhere(program, first)).containsAll(symbols)
        && !ModuleVariables.areSeveral(ModuleVariables.stays(program, first));
  }

  /** One symbol for each address: the one whose type is known, a variable rather than a label. */
  private static List<Symbol> distinct(List<Symbol> symbols) {
    return new ArrayList<>(
        symbols.stream()
            .collect(
                Collectors.toMap(
                    Symbol::address,
                    symbol -> symbol,
                    (a, b) -> b.type() >= 0 && a.type() < 0 ? b : a,
                    java.util.TreeMap::new))
            .values());
  }

  private String choices(String name, List<Symbol> symbols) {
    List<String> scoped =
        symbols.stream()
            .flatMap(symbol -> symbol.module().or(() -> program.file(symbol.file())).stream())
            .sorted(Comparator.naturalOrder())
            .distinct()
            .limit(MOST_FILES)
            .map(path -> path + ":" + name)
            .toList();
    if (scoped.size() >= Math.min(symbols.size(), MOST_FILES)) {
      return String.join(", ", scoped) + (symbols.size() > MOST_FILES ? ", ..." : "");
    }
    return symbols.stream()
        .limit(MOST_FILES)
        .map(symbol -> "0x" + Long.toHexString(symbol.address() + program.loadOffset()))
        .collect(Collectors.joining(", "));
  }

  private Term term(Symbol symbol) {
    int type = typeOf(symbol);
    if (symbol.kind() == Symbol.Kind.PER_CPU_OBJECT) {
      return new Term.PerCpuVariable(type, symbol, 0);
    }
    return new Term.Variable(type, symbol, symbol.address() + program.loadOffset());
  }

  /** A symbol without type information is bytes, as many as the symbol table says. */
  private int typeOf(Symbol symbol) {
    if (symbol.type() >= 0) {
      return sized(symbol);
    }
    if (symbol.kind() == Symbol.Kind.FUNCTION) {
      return CType.VOID_ID;
    }
    return switch ((int) Math.min(symbol.size(), Integer.MAX_VALUE)) {
      case 1 -> types.base("u8");
      case 2 -> types.base("u16");
      case 4 -> types.base("u32");
      case 0, 8 -> types.base("u64");
      default -> types.arrayOf(types.base("u8"), symbol.size());
    };
  }

  /** A declaration such as {@code char x[]} leaves the length to the symbol table. */
  private int sized(Symbol symbol) {
    if (types.resolve(symbol.type()) instanceof CType.Array array && array.count() < 0) {
      long element = types.sizeOf(array.element());
      if (element > 0 && symbol.size() >= element) {
        return types.arrayOf(array.element(), symbol.size() / element);
      }
    }
    return symbol.type();
  }

  private RuntimeException unknown(Expression.Name name, Collection<String> others) {
    if (name.scope().isPresent() && !program.symbols(name.name()).isEmpty()) {
      return Problems.error(
          "unknown-symbol",
          name.location(),
          "no symbol '" + name.name() + "' in '" + name.scope().get() + "'",
          "there is " + choices(name.name(), program.symbols(name.name())));
    }
    List<String> names = new ArrayList<>(program.names());
    names.addAll(others);
    return Problems.unknown(
        "unknown-symbol", name.location(), "no symbol '" + name.name() + "'", name.name(), names);
  }
}
