package dev.rrq.grammar;

import dev.rrq.grammar.ast.Expression;
import dev.rrq.grammar.diagnostics.Diagnostic;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import org.antlr.v4.runtime.Token;

/** The values of literals. */
final class Literals {
  private static final int MAX_DECIMALS = 30;

  private Literals() {}

  /** An integer as it is written in an expression. */
  static Expression.NumberLiteral number(Token token) {
    return new Expression.NumberLiteral(Locations.of(token), bits(token), isHexadecimal(token));
  }

  /** Any integer of 64 bits. */
  static long bits(Token token) {
    BigInteger value = integer(token);
    if (value.bitLength() > Long.SIZE) {
      throw wrong(token, "'%s' does not fit into 64 bits".formatted(Words.text(token)));
    }
    return value.longValue();
  }

  /** An integer that counts something. */
  static long count(Token token) {
    BigInteger value = integer(token);
    if (value.bitLength() >= Long.SIZE) {
      throw wrong(token, "'%s' is too large".formatted(Words.text(token)));
    }
    return value.longValue();
  }

  /** An integer from a range, both ends included. */
  static int between(Token token, int least, int most, String what) {
    BigInteger value = integer(token);
    if (value.compareTo(BigInteger.valueOf(least)) < 0
        || value.compareTo(BigInteger.valueOf(most)) > 0) {
      throw wrong(token, "%s is a number from %d to %d".formatted(what, least, most));
    }
    return value.intValue();
  }

  private static boolean isHexadecimal(Token token) {
    return token.getText().regionMatches(true, 0, "0x", 0, 2);
  }

  private static BigInteger integer(Token token) {
    String digits = token.getText().replace("_", "").toLowerCase(Locale.ROOT);
    digits = digits.replaceAll("[ul]+$", "");
    if (digits.length() > 100) {
      throw wrong(token, "this number is too long");
    }
    if (digits.startsWith("0x")) {
      return new BigInteger(digits.substring(2), 16);
    }
    if (digits.startsWith("0b")) {
      return new BigInteger(digits.substring(2), 2);
    }
    return new BigInteger(digits);
  }

  /** {@code 1.5} or {@code 12}. */
  static BigDecimal decimal(Token token) {
    return decimal(token, token.getText());
  }

  private static BigDecimal decimal(Token token, String digits) {
    if (digits.length() > MAX_DECIMALS) {
      throw wrong(token, "this number is too long");
    }
    BigDecimal value = new BigDecimal(digits.replace("_", ""));
    return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
  }

  /** {@code 1.5s} or {@code 20ms}, in seconds. */
  static BigDecimal seconds(Token token) {
    String text = token.getText().toLowerCase(Locale.ROOT);
    String digits = text.replaceAll("[a-z]+$", "");
    int exponent =
        switch (text.substring(digits.length())) {
          case "ms" -> 3;
          case "us" -> 6;
          case "ns" -> 9;
          default -> 0;
        };
    BigDecimal seconds = decimal(token, digits).movePointLeft(exponent);
    return seconds.signum() == 0 ? BigDecimal.ZERO : seconds.stripTrailingZeros();
  }

  /** The number of a row, {@code #3}. */
  static int row(Token token) {
    String digits = token.getText().substring(1);
    if (digits.length() > 9 || Integer.parseInt(digits) == 0) {
      throw wrong(token, "rows are numbered from #1");
    }
    return Integer.parseInt(digits);
  }

  /** The text between quotes, escapes resolved as C does. */
  static String string(Token token) {
    return Escapes.resolve(token, token.getText().substring(1, token.getText().length() - 1));
  }

  /** One character in single quotes is a character, all else a string. */
  static Expression text(Token token) {
    String value = string(token);
    boolean single =
        token.getText().startsWith("'") && value.codePointCount(0, value.length()) == 1;
    return single
        ? new Expression.CharacterLiteral(Locations.of(token), value.codePointAt(0))
        : new Expression.TextLiteral(Locations.of(token), value);
  }

  /** A path: as it stands, or in quotes. */
  static String file(Token token) {
    String text = token.getText();
    char first = text.charAt(0);
    if (first != '\'' && first != '"') {
      return text;
    }
    if (text.length() < 2 || text.charAt(text.length() - 1) != first) {
      throw new DiagnosticException(
          Diagnostic.error(
              "unterminated",
              Locations.of(token),
              "this string has no end",
              "end it with " + first));
    }
    if (text.length() == 2) {
      throw wrong(token, "the name of the file is empty");
    }
    return string(token);
  }

  /** The word of an identifier, without the quotes of a quoted one. */
  static String name(String text) {
    return text.startsWith("`") ? text.substring(1, text.length() - 1) : text;
  }

  static DiagnosticException wrong(Token token, String message) {
    return new DiagnosticException(Diagnostic.error("bad-value", Locations.of(token), message));
  }
}
