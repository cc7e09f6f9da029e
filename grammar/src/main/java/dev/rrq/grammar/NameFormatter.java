package dev.rrq.grammar;

import dev.rrq.grammar.ast.CodePlace;
import dev.rrq.grammar.ast.Column;
import dev.rrq.grammar.ast.FunctionName;
import dev.rrq.grammar.ast.TaskName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes names, in back quotes where they would be read as something else. */
final class NameFormatter {
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern FUNCTION =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.([A-Za-z_][A-Za-z0-9_]*|[0-9]+))*");

  /** The only words that are no names; the subjects that need nothing more; and the types. */
  private static final Set<String> QUOTED =
      Set.of(
          "and",
          "or",
          "not",
          "task",
          "tasks",
          "switch",
          "switches",
          "interrupt",
          "interrupts",
          "message",
          "messages");

  private NameFormatter() {}

  /** A name that begins something. */
  static String name(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean plain =
        WORD.matcher(name).matches() && !QUOTED.contains(lower) && !Words.isBaseType(lower);
    return plain ? name : quote(name);
  }

  /** A name after a dot, an arrow or {@code struct}, where all words are plain. */
  static String member(String name) {
    return WORD.matcher(name).matches() ? name : quote(name);
  }

  static String scoped(Optional<String> scope, String name) {
    return scope.map(path -> path + ":").orElse("") + name(name);
  }

  static String function(FunctionName function) {
    String name = function.name();
    String lower = name.toLowerCase(Locale.ROOT);
    boolean mode = function.scope().isEmpty() && (lower.equals("user") || lower.equals("kernel"));
    boolean word = lower.equals("and") || lower.equals("or") || lower.equals("not");
    boolean plain = FUNCTION.matcher(name).matches() && !mode && !word;
    return function.scope().map(path -> path + ":").orElse("") + (plain ? name : quote(name));
  }

  static String code(CodePlace code) {
    return code.accept(
        new CodePlace.Visitor<>() {
          @Override
          public String visitFunction(CodePlace.Function code) {
            return function(code.function());
          }

          @Override
          public String visitSourceLine(CodePlace.SourceLine code) {
            return code.file() + ":" + code.line();
          }

          @Override
          public String visitAddress(CodePlace.Address code) {
            return "0x" + Long.toHexString(code.address());
          }
        });
  }

  static String task(TaskName task) {
    return task.accept(
        new TaskName.Visitor<>() {
          @Override
          public String visitComm(TaskName.Comm task) {
            return Escapes.quote(task.comm(), '\'');
          }

          @Override
          public String visitPid(TaskName.Pid task) {
            return Long.toString(task.pid());
          }
        });
  }

  static String columns(List<Column> columns) {
    return columns.stream().map(column -> column(column)).collect(Collectors.joining(", "));
  }

  static String column(Column column) {
    return name(column.name());
  }

  private static String quote(String name) {
    return "`" + name + "`";
  }

  /** A path, in quotes where it needs them. */
  static String file(String path) {
    int first = path.isEmpty() ? '\'' : path.codePointAt(0);
    boolean plain =
        first != '\''
            && first != '"'
            && first != '('
            && !Character.isDigit(first)
            && path.chars().noneMatch(c -> c <= ' ' || c == ';');
    return plain ? path : Escapes.quote(path, '\'');
  }
}
