package dev.rrq.grammar;

import dev.rrq.grammar.antlr.RrqParser;
import dev.rrq.grammar.ast.CodePlace;
import dev.rrq.grammar.ast.Column;
import dev.rrq.grammar.ast.FunctionName;
import dev.rrq.grammar.ast.TaskName;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Builds what is named: functions, code, tasks and columns. */
final class Names {
  private Names() {}

  static String of(RrqParser.IdentifierContext context) {
    return Literals.name(context.getText());
  }

  static String of(RrqParser.MemberContext context) {
    return Literals.name(context.getText());
  }

  /** The path before a colon. */
  static Optional<String> scope(@Nullable TerminalNode scope) {
    return Optional.ofNullable(scope).map(node -> path(node.getSymbol()));
  }

  private static String path(Token scope) {
    String text = scope.getText();
    return text.substring(0, text.length() - 1);
  }

  static FunctionName function(RrqParser.FunctionContext context) {
    StringBuilder name = new StringBuilder();
    int first = context.SCOPE() == null ? 0 : 1;
    for (int i = first; i < context.getChildCount(); i++) {
      name.append(Literals.name(context.getChild(i).getText()));
    }
    return new FunctionName(Locations.of(context), scope(context.SCOPE()), name.toString());
  }

  static CodePlace code(RrqParser.CodeContext context) {
    if (context instanceof RrqParser.CodeLineContext line) {
      int number =
          Literals.between(line.NUMBER().getSymbol(), 1, Integer.MAX_VALUE, "a line of a file");
      return new CodePlace.SourceLine(
          Locations.of(context), path(line.SCOPE().getSymbol()), number);
    }
    if (context instanceof RrqParser.CodeAddressContext) {
      return new CodePlace.Address(Locations.of(context), Literals.bits(context.getStart()));
    }
    FunctionName function = function(((RrqParser.CodeFunctionContext) context).function());
    return new CodePlace.Function(Locations.of(context), function);
  }

  static TaskName task(RrqParser.TaskContext context) {
    Token token = context.getStart();
    return switch (token.getType()) {
      case RrqParser.NUMBER -> new TaskName.Pid(Locations.of(context), Literals.count(token));
      case RrqParser.STRING -> new TaskName.Comm(Locations.of(context), Literals.string(token));
      default -> new TaskName.Comm(Locations.of(context), Literals.name(token.getText()));
    };
  }

  static Column column(RrqParser.ColumnContext context) {
    return new Column(Locations.of(context), of(context.identifier()));
  }

  static List<Column> columns(List<RrqParser.ColumnContext> contexts) {
    return contexts.stream().map(Names::column).toList();
  }
}
