package dev.rrq.grammar;

import dev.rrq.grammar.ast.Time;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;

/** Writes times. */
final class TimeFormatter implements Time.Visitor<String> {
  private static final Set<String> KEYWORDS = Set.of("start", "end", "boot");

  @Override
  public String visitIcount(Time.Icount time) {
    return Long.toString(time.value());
  }

  @Override
  public String visitStart(Time.Start time) {
    return "start";
  }

  @Override
  public String visitEnd(Time.End time) {
    return "end";
  }

  @Override
  public String visitBoot(Time.Boot time) {
    return "boot";
  }

  @Override
  public String visitPercent(Time.Percent time) {
    return time.value().toPlainString() + "%";
  }

  @Override
  public String visitNamed(Time.Named time) {
    String name = time.name();
    return KEYWORDS.contains(name.toLowerCase(Locale.ROOT))
        ? "`" + name + "`"
        : NameFormatter.name(name);
  }

  @Override
  public String visitUptime(Time.Uptime time) {
    return seconds(time.seconds());
  }

  @Override
  public String visitRow(Time.Row time) {
    return "#" + time.number();
  }

  @Override
  public String visitPlusInstructions(Time.PlusInstructions time) {
    String sign = time.instructions() < 0 ? " - " : " + ";
    return time.base().accept(this) + sign + Math.abs(time.instructions());
  }

  @Override
  public String visitPlusSeconds(Time.PlusSeconds time) {
    String sign = time.seconds().signum() < 0 ? " - " : " + ";
    return time.base().accept(this) + sign + seconds(time.seconds().abs());
  }

  @Override
  public String visitEvent(Time.Event time) {
    return "(" + Formatter.format(time.query()) + ")";
  }

  private static String seconds(BigDecimal seconds) {
    return seconds.toPlainString() + "s";
  }
}
