package dev.rrq.grammar;

import dev.rrq.grammar.antlr.RrqParser;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;

/** What users call the rules and tokens of the grammar. */
final class Words {
  /** Rules that could nearly always come next, so that nobody needs to be told. */
  static final Set<Integer> UNSAID = Set.of(RrqParser.RULE_output, RrqParser.RULE_rangeLength);

  /** Rules that have a name in the user's language. */
  static final Map<Integer, String> RULES =
      Map.ofEntries(
          Map.entry(RrqParser.RULE_action, "a statement"),
          Map.entry(RrqParser.RULE_output, "> or |"),
          Map.entry(RrqParser.RULE_shellCommand, "a shell command"),
          Map.entry(RrqParser.RULE_select, "SELECT"),
          Map.entry(RrqParser.RULE_address, "HOST:PORT or unix:PATH"),
          Map.entry(RrqParser.RULE_rangeLength, "..+LENGTH"),
          Map.entry(RrqParser.RULE_query, "a query"),
          Map.entry(RrqParser.RULE_sql, "sql"),
          Map.entry(RrqParser.RULE_letValue, "a query, a time or a place"),
          Map.entry(RrqParser.RULE_expectation, "a query or print"),
          Map.entry(RrqParser.RULE_live, "what live is to do (start, watch, goto, ...)"),
          Map.entry(RrqParser.RULE_watchOption, "'where', 'limit', 'until'"),
          Map.entry(RrqParser.RULE_subject, "a subject (writes to, calls to, ...)"),
          Map.entry(RrqParser.RULE_clause, "a clause (between, where, limit, ...)"),
          Map.entry(RrqParser.RULE_detail, "backtrace, source, disassembly or task"),
          Map.entry(RrqParser.RULE_column, "a column"),
          Map.entry(RrqParser.RULE_sortKey, "a column"),
          Map.entry(RrqParser.RULE_function, "a function"),
          Map.entry(RrqParser.RULE_code, "a function, FILE:LINE or an address"),
          Map.entry(RrqParser.RULE_task, "a task"),
          Map.entry(RrqParser.RULE_time, "a time"),
          Map.entry(RrqParser.RULE_place, "a place"),
          Map.entry(RrqParser.RULE_condition, "a condition"),
          Map.entry(RrqParser.RULE_test, "a comparison"),
          Map.entry(RrqParser.RULE_comparator, "a comparison"),
          Map.entry(RrqParser.RULE_value, "a value"),
          Map.entry(RrqParser.RULE_type, "a type"),
          Map.entry(RrqParser.RULE_member, "a member"),
          Map.entry(RrqParser.RULE_identifier, "a name"));

  private Words() {}

  /** {@code 'limit'}, {@code a number}. */
  static String expected(int type) {
    return switch (type) {
      case RrqParser.NUMBER -> "a number";
      case RrqParser.STRING -> "a string";
      case RrqParser.AND -> "'and'";
      case RrqParser.OR -> "'or'";
      case RrqParser.FILE -> "a file";
      case RrqParser.DURATION -> "a duration such as 1.5s";
      case RrqParser.BASE_OPTION -> "--base";
      default -> {
        String literal = RrqParser.VOCABULARY.getLiteralName(type);
        yield literal != null ? literal : RrqParser.VOCABULARY.getDisplayName(type);
      }
    };
  }

  /** {@code 'limit'}, {@code the string "x"}; long texts are cut. */
  static String found(Token token) {
    String shown = text(token);
    return token.getType() == RrqParser.STRING ? "the string " + shown : "'" + shown + "'";
  }

  /** The first line of a token's text, cut where it is long. */
  static String text(Token token) {
    String text = token.getText().strip();
    int feed = text.indexOf('\n');
    String line = feed < 0 ? text : text.substring(0, feed);
    String shown = line.length() > 40 ? line.substring(0, 40) + "..." : line;
    return shown.replaceAll("\\p{Cntrl}", "?");
  }

  /** The word of a keyword; empty for all other tokens. */
  static Optional<String> keyword(int type) {
    String literal = type == Token.EOF ? null : RrqParser.VOCABULARY.getLiteralName(type);
    if (literal == null || !Character.isLetter(literal.charAt(1))) {
      return Optional.empty();
    }
    return Optional.of(literal.substring(1, literal.length() - 1));
  }

  /** Whether the token only goes on with a value: nobody needs to be told that it could. */
  static boolean isOperator(int type, Set<Integer> others) {
    return switch (type) {
      case RrqParser.DOT,
          RrqParser.ARROW,
          RrqParser.LBRACKET,
          RrqParser.AT_SIGN,
          RrqParser.STAR,
          RrqParser.SLASH,
          RrqParser.PERCENT,
          RrqParser.PLUS,
          RrqParser.MINUS,
          RrqParser.SHL,
          RrqParser.SHR,
          RrqParser.AMP,
          RrqParser.CARET,
          RrqParser.PIPE,
          RrqParser.DOTDOT,
          RrqParser.OR ->
          true;
      case RrqParser.COMMA -> others.contains(Token.EOF);
      case RrqParser.AND -> others.contains(RrqParser.OR);
      case RrqParser.EQEQ -> others.contains(RrqParser.EQ);
      default -> false;
    };
  }

  /** Whether the words are a type of C or the kernel that the grammar knows by itself. */
  static boolean isBaseType(String name) {
    CommandLexer lexer = new CommandLexer(name);
    Token token = lexer.next();
    while (token.getType() == RrqParser.BASE_TYPE) {
      token = lexer.next();
    }
    return token.getType() == Token.EOF;
  }
}
