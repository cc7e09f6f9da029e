package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.Expression;
import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.diagnostics.Location;
import dev.rrq.planner.Result;
import dev.rrq.planner.analysis.Hex;
import dev.rrq.planner.analysis.Term;
import dev.rrq.planner.analysis.TermAnalyzer;
import dev.rrq.planner.analysis.TypeResolver;
import dev.rrq.planner.analysis.Value;
import dev.rrq.planner.type.CTypes;
import dev.rrq.store.Schema;
import dev.rrq.store.Table;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.Symbol;
import dev.rrq.symbols.types.CDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code describe}: what a name or an address is. */
final class Descriptions {

  private final Context context;
  private final Moments moments;

  Descriptions(Context context, Moments moments) {
    this.context = context;
    this.moments = moments;
  }

  private CTypes types() {
    return context.trace().types();
  }

  Result describe(Statement.DescribeType statement) {
    int type = new TypeResolver(context.trace().program(), types()).resolve(statement.type());
    return new Result.Text(type(type));
  }

  private String type(int type) {
    String definition = new CDeclaration(types()).definition(type);
    return definition + "\n" + bytes(types().sizeOf(type));
  }

  /** A number of bytes in words. */
  static String bytes(long count) {
    return count + (count == 1 ? " byte" : " bytes");
  }

  Result describe(Statement.Describe statement) {
    if (statement.subject() instanceof Expression.Name name && name.scope().isEmpty()) {
      Optional<String> text = named(name.name());
      if (text.isPresent()) {
        return new Result.Text(text.get());
      }
    }
    Optional<String> part = new PartDescriptions(context).of(statement.subject());
    if (part.isPresent()) {
      return new Result.Text(part.get());
    }
    Term term = context.analyzer().analyze(statement.subject());
    List<Symbol> symbols = TermAnalyzer.symbolOf(term);
    if (!symbols.isEmpty()) {
      return new Result.Text(symbol(symbols.get(0), term));
    } else if (term instanceof Term.Lvalue lvalue) {
      boolean known = indexed().address(lvalue) instanceof Value.Known;
      return new Result.Text(
          at(known ? Optional.empty() : end(statement), moment -> object(lvalue, moment)));
    }
    boolean known =
        indexed().value(term) instanceof Value.Known number
            && (number.bits() >= 0 || context.addresses().at(number.bits()).isPresent());
    return new Result.Text(
        at(known ? Optional.empty() : end(statement), moment -> value(term, moment)));
  }

  private Moment indexed() {
    return Moment.indexed(context, context.trace().end());
  }

  /** Where the end of the recording is asked for, if the index says nothing of it but a replay. */
  private Optional<Location> end(Statement.Describe statement) {
    boolean indexed = context.trace().coverage().tellsStateAt(context.trace().end());
    boolean replays = context.trace().sessions().replays().access().hindrance().isEmpty();
    return indexed || !replays ? Optional.empty() : Optional.of(statement.location());
  }

  private String at(Optional<Location> replayed, Function<Moment, String> reader) {
    return replayed.isPresent()
        ? moments.at(context.trace().end(), replayed.get(), reader)
        : reader.apply(indexed());
  }

  /** Names of tables, types and times; symbols go before types. */
  private Optional<String> named(String name) {
    if (!context.trace().program().symbols(name).isEmpty()
        || context.names().term(name).isPresent()) {
      return Optional.empty();
    }
    if (context.names().time(name).isPresent()) {
      return Optional.of(name + " is the time " + context.names().time(name).getAsLong());
    }
    for (CType.CompositeKind kind : CType.CompositeKind.values()) {
      Optional<CType.Composite> composite = types().composite(kind, name);
      if (composite.isPresent()) {
        return Optional.of(type(composite.get().id()));
      }
    }
    Optional<CType> type =
        types().named(name).or(() -> types().enumeration(name).map(CType.class::cast));
    if (type.isPresent()) {
      return Optional.of(type(type.get().id()));
    }
    Optional<String> constant =
        context
            .trace()
            .program()
            .constant(name)
            .map(of -> "%s = %d of %s".formatted(name, of.value(), types().name(of.type())));
    if (constant.isPresent()) {
      return constant;
    }
    return Schema.tables().stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .map(Descriptions::table)
        .or(() -> PartDescriptions.column(name));
  }

  private static String table(Table table) {
    StringBuilder text = new StringBuilder(table.name() + ": " + table.doc());
    for (dev.rrq.store.Column column : table.columns()) {
      text.append("\n  %-14s %-8s %s".formatted(column.name(), column.type(), column.doc()));
    }
    return text.toString();
  }

  private String symbol(Symbol symbol, Term term) {
    List<String> lines = new ArrayList<>();
    lines.add(
        symbol.type() < 0
            ? symbol.name() + ": its type is not known"
            : new CDeclaration(types()).text(symbol.type(), symbol.name()) + ";");
    String kind =
        switch (symbol.kind()) {
          case FUNCTION -> "function";
          case OBJECT -> "variable";
          case PER_CPU_OBJECT -> "per-CPU variable";
          case LABEL -> "label";
        };
    String where =
        term instanceof Term.Variable variable
            ? " at " + Hex.of(variable.address())
            : " at offset " + Hex.of(symbol.address()) + " of the per-CPU area";
    lines.add((symbol.global() ? kind : "static " + kind) + where + ", " + bytes(symbol.size()));
    ModuleTimes module = new ModuleTimes(context.trace());
    module.text(symbol).ifPresent(lines::add);
    module.untyped(symbol).ifPresent(lines::add);
    context
        .trace()
        .program()
        .file(symbol.file())
        .ifPresent(file -> lines.add("declared in " + file + ":" + symbol.line()));
    return String.join("\n", lines);
  }

  private String object(Term.Lvalue term, Moment moment) {
    Value address = moment.address(term);
    String where =
        address instanceof Value.Known known
            ? "at " + Hex.of(known.bits()) + " at the end of the recording"
            : "nowhere at the end of the recording: " + ((Value.Unknown) address).reason();
    return types().name(term.type()) + ", " + bytes(types().sizeOf(term.type())) + ", " + where;
  }

  private String value(Term term, Moment moment) {
    Value value = moment.value(term);
    if (!(value instanceof Value.Known known)) {
      return "? (" + ((Value.Unknown) value).reason() + ")";
    }
    String number = Hex.of(known.bits()) + " (" + known.bits() + ")";
    return new AddressReport(context, context.trace().end(), moment)
        .of(known.bits())
        .orElse(number);
  }
}
