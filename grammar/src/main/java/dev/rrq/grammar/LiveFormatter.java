package dev.rrq.grammar;

import dev.rrq.grammar.ast.LiveStatement;
import java.util.Locale;

/** Writes live statements, without their first word. */
final class LiveFormatter implements LiveStatement.Visitor<String> {
  @Override
  public String visitStart(LiveStatement.Start start) {
    return "start" + start.time().map(time -> " at " + Formatter.format(time)).orElse("");
  }

  @Override
  public String visitAttach(LiveStatement.Attach attach) {
    return "attach " + NameFormatter.file(attach.target());
  }

  @Override
  public String visitStop(LiveStatement.Stop stop) {
    return "stop";
  }

  @Override
  public String visitStatus(LiveStatement.Status status) {
    return "status";
  }

  @Override
  public String visitWatch(LiveStatement.Watch watch) {
    String limit = watch.limit().isPresent() ? " limit " + watch.limit().getAsLong() : "";
    return "watch "
        + watch.access().name().toLowerCase(Locale.ROOT)
        + " "
        + Formatter.format(watch.place())
        + watch.condition().map(where -> " where " + Formatter.format(where)).orElse("")
        + limit
        + watch.until().map(time -> " until " + Formatter.format(time)).orElse("");
  }

  @Override
  public String visitBreak(LiveStatement.Break point) {
    return "break " + NameFormatter.function(point.function());
  }

  @Override
  public String visitUnwatch(LiveStatement.Unwatch unwatch) {
    return "unwatch " + unwatch.number();
  }

  @Override
  public String visitContinue(LiveStatement.Continue statement) {
    return "continue";
  }

  @Override
  public String visitReverse(LiveStatement.Reverse reverse) {
    return "reverse";
  }

  @Override
  public String visitStep(LiveStatement.Step step) {
    return "step" + steps(step.instructions());
  }

  @Override
  public String visitBack(LiveStatement.Back back) {
    return "back" + steps(back.instructions());
  }

  private static String steps(long count) {
    return count == 1 ? "" : " " + count;
  }

  @Override
  public String visitGoto(LiveStatement.Goto statement) {
    return "goto " + Formatter.format(statement.time());
  }

  @Override
  public String visitPrintNow(LiveStatement.PrintNow print) {
    return "print " + Formatter.format(print.expression());
  }

  @Override
  public String visitBacktraceNow(LiveStatement.BacktraceNow backtrace) {
    return "backtrace";
  }

  @Override
  public String visitRegisters(LiveStatement.Registers registers) {
    return "registers";
  }

  @Override
  public String visitDisassemble(LiveStatement.Disassemble disassemble) {
    return "disassemble";
  }

  @Override
  public String visitGdb(LiveStatement.Gdb gdb) {
    return "gdb";
  }
}
