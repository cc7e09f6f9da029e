package dev.rrq.grammar;

import dev.rrq.grammar.ast.Place;
import dev.rrq.grammar.ast.Subject;
import java.util.Locale;

/** Writes subjects. */
final class SubjectFormatter implements Subject.Visitor<String> {
  private final boolean single;

  /** Writes {@code call to} for {@code calls to} where the query is for a single row. */
  SubjectFormatter(boolean single) {
    this.single = single;
  }

  private String noun(String singular, String plural) {
    return single ? singular : plural;
  }

  private String events(String singular, String plural, String preposition, Place place) {
    return noun(singular, plural) + " " + preposition + " " + Formatter.format(place);
  }

  @Override
  public String visitWrites(Subject.Writes subject) {
    return events("write", "writes", "to", subject.place());
  }

  @Override
  public String visitStores(Subject.Stores subject) {
    return events("store", "stores", "to", subject.place());
  }

  @Override
  public String visitReads(Subject.Reads subject) {
    return events("read", "reads", "of", subject.place());
  }

  @Override
  public String visitAccesses(Subject.Accesses subject) {
    return events("access", "accesses", "to", subject.place());
  }

  @Override
  public String visitWriters(Subject.Writers subject) {
    return events("writer", "writers", "of", subject.place());
  }

  @Override
  public String visitValues(Subject.Values subject) {
    return events("value", "values", "of", subject.place());
  }

  @Override
  public String visitCallsTo(Subject.CallsTo subject) {
    return noun("call to ", "calls to ") + NameFormatter.function(subject.function());
  }

  @Override
  public String visitCallsFrom(Subject.CallsFrom subject) {
    return noun("call from ", "calls from ") + NameFormatter.function(subject.function());
  }

  @Override
  public String visitReturnsFrom(Subject.ReturnsFrom subject) {
    return noun("return from ", "returns from ") + NameFormatter.function(subject.function());
  }

  @Override
  public String visitCallers(Subject.Callers subject) {
    return noun("caller of ", "callers of ") + NameFormatter.function(subject.function());
  }

  @Override
  public String visitCallees(Subject.Callees subject) {
    return noun("callee of ", "callees of ") + NameFormatter.function(subject.function());
  }

  @Override
  public String visitExecutions(Subject.Executions subject) {
    return noun("execution of ", "executions of ") + NameFormatter.code(subject.code());
  }

  @Override
  public String visitSwitches(Subject.Switches subject) {
    String direction =
        subject.direction().map(side -> " " + side.name().toLowerCase(Locale.ROOT)).orElse("");
    return noun("switch", "switches")
        + direction
        + subject.task().map(task -> " " + NameFormatter.task(task)).orElse("");
  }

  @Override
  public String visitTasks(Subject.Tasks subject) {
    return noun("task", "tasks");
  }

  @Override
  public String visitInterrupts(Subject.Interrupts subject) {
    String vector = subject.vector().isPresent() ? " " + subject.vector().getAsLong() : "";
    String name = subject.name().map(text -> " " + Escapes.quote(text, '\'')).orElse("");
    return noun("interrupt", "interrupts") + vector + name;
  }

  @Override
  public String visitMessages(Subject.Messages subject) {
    return noun("message", "messages")
        + subject.pattern().map(text -> " like " + Escapes.quote(text, '\'')).orElse("");
  }
}
