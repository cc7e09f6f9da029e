package dev.rrq.grammar;

import dev.rrq.grammar.ast.Expectation;
import dev.rrq.grammar.ast.LetValue;
import dev.rrq.grammar.ast.LiveStatement;
import dev.rrq.grammar.ast.Output;
import dev.rrq.grammar.ast.Query;
import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.ast.Time;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes statements. */
final class StatementFormatter implements Statement.Visitor<String> {
  @Override
  public String visitQuery(Query query) {
    String pick = query.pick().map(StatementFormatter::pick).orElse("");
    boolean single = query.pick().isPresent() && query.pick().get().count() == 1;
    String subject = query.subject().accept(new SubjectFormatter(single));
    return query.clauses().stream()
        .map(clause -> " " + Formatter.format(clause))
        .collect(Collectors.joining("", pick + subject, ""));
  }

  private static String pick(Query.Pick pick) {
    String end = pick.end() == Query.End.FIRST ? "first " : "last ";
    return pick.count() == 1 ? end : end + pick.count() + " ";
  }

  @Override
  public String visitWithOutput(Statement.WithOutput statement) {
    Output output = statement.output();
    String target =
        output.mode() == Output.Mode.PIPE ? output.target() : NameFormatter.file(output.target());
    return Formatter.format(statement.statement()) + " " + output.mode().symbol() + " " + target;
  }

  @Override
  public String visitLet(Statement.Let let) {
    return "let " + NameFormatter.name(let.name()) + " = " + value(let.value());
  }

  private static String value(LetValue value) {
    return value.accept(
        new LetValue.Visitor<>() {
          @Override
          public String visitOfQuery(LetValue.OfQuery value) {
            return Formatter.format(value.query());
          }

          @Override
          public String visitOfTime(LetValue.OfTime value) {
            return Formatter.format(value.time());
          }

          @Override
          public String visitOfExpression(LetValue.OfExpression value) {
            return Formatter.format(value.expression());
          }

          @Override
          public String visitOfRange(LetValue.OfRange value) {
            return Formatter.format(value.range());
          }
        });
  }

  @Override
  public String visitMark(Statement.Mark mark) {
    return "mark " + NameFormatter.name(mark.name()) + at(mark.time());
  }

  private static String at(Optional<Time> time) {
    return time.map(value -> " at " + Formatter.format(value)).orElse("");
  }

  @Override
  public String visitMarks(Statement.Marks marks) {
    return "marks";
  }

  @Override
  public String visitPrint(Statement.Print print) {
    return "print " + Formatter.format(print.expression()) + at(print.time());
  }

  @Override
  public String visitDiff(Statement.Diff diff) {
    return "diff %s between %s and %s"
        .formatted(
            Formatter.format(diff.place()),
            Formatter.format(diff.from()),
            Formatter.format(diff.to()));
  }

  @Override
  public String visitBacktrace(Statement.Backtrace backtrace) {
    return "backtrace" + at(backtrace.time());
  }

  @Override
  public String visitAround(Statement.Around around) {
    String events = around.events().isPresent() ? " " + around.events().getAsLong() : "";
    return "around " + Formatter.format(around.time()) + events;
  }

  @Override
  public String visitWhy(Statement.Why why) {
    String limit = why.limit().isPresent() ? " limit " + why.limit().getAsLong() : "";
    return "why " + Formatter.format(why.place()) + at(why.time()) + limit;
  }

  @Override
  public String visitDescribe(Statement.Describe describe) {
    return "describe " + Formatter.format(describe.subject());
  }

  @Override
  public String visitDescribeType(Statement.DescribeType describe) {
    return "describe " + ExpressionFormatter.type(describe.type());
  }

  @Override
  public String visitExplain(Statement.Explain explain) {
    return "explain " + Formatter.format(explain.statement());
  }

  @Override
  public String visitSql(Statement.Sql sql) {
    return "sql " + sql.text();
  }

  @Override
  public String visitExpect(Statement.Expect expect) {
    return "expect "
        + expect
            .expectation()
            .accept(
                new Expectation.Visitor<String>() {
                  @Override
                  public String visitEmpty(Expectation.Empty empty) {
                    return Formatter.format(empty.query())
                        + (empty.negated() ? " is not empty" : " is empty");
                  }

                  @Override
                  public String visitCount(Expectation.Count count) {
                    return "%s count %s %d"
                        .formatted(
                            Formatter.format(count.query()),
                            count.operator().symbol(),
                            count.rows());
                  }

                  @Override
                  public String visitValue(Expectation.Value value) {
                    return "%s %s %s"
                        .formatted(
                            Formatter.format(value.print()),
                            value.operator().symbol(),
                            Formatter.format(value.value()));
                  }
                });
  }

  @Override
  public String visitInclude(Statement.Include include) {
    return "include " + NameFormatter.file(include.path());
  }

  @Override
  public String visitSymbolsAdd(Statement.SymbolsAdd add) {
    String base =
        add.base().isPresent() ? " --base 0x" + Long.toHexString(add.base().getAsLong()) : "";
    return "symbols add " + NameFormatter.file(add.path()) + base;
  }

  @Override
  public String visitLive(LiveStatement live) {
    return "live " + live.acceptLive(new LiveFormatter());
  }
}
