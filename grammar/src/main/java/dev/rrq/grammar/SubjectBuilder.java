package dev.rrq.grammar;

import dev.rrq.grammar.antlr.RrqBaseVisitor;
import dev.rrq.grammar.antlr.RrqParser;
import dev.rrq.grammar.ast.Subject;
import dev.rrq.grammar.ast.TaskName;
import java.util.Optional;
import java.util.OptionalLong;

/** Builds subjects. */
final class SubjectBuilder extends RrqBaseVisitor<Subject> {
  private static final int MAX_VECTOR = 255;

  @Override
  public Subject visitWrites(RrqParser.WritesContext context) {
    return new Subject.Writes(Locations.of(context), PlaceBuilder.build(context.place()));
  }

  @Override
  public Subject visitStores(RrqParser.StoresContext context) {
    return new Subject.Stores(Locations.of(context), PlaceBuilder.build(context.place()));
  }

  @Override
  public Subject visitReads(RrqParser.ReadsContext context) {
    return new Subject.Reads(Locations.of(context), PlaceBuilder.build(context.place()));
  }

  @Override
  public Subject visitAccesses(RrqParser.AccessesContext context) {
    return new Subject.Accesses(Locations.of(context), PlaceBuilder.build(context.place()));
  }

  @Override
  public Subject visitWriters(RrqParser.WritersContext context) {
    return new Subject.Writers(Locations.of(context), PlaceBuilder.build(context.place()));
  }

  @Override
  public Subject visitValues(RrqParser.ValuesContext context) {
    return new Subject.Values(Locations.of(context), PlaceBuilder.build(context.place()));
  }

  @Override
  public Subject visitCallsTo(RrqParser.CallsToContext context) {
    return new Subject.CallsTo(Locations.of(context), Names.function(context.function()));
  }

  @Override
  public Subject visitCallsFrom(RrqParser.CallsFromContext context) {
    return new Subject.CallsFrom(Locations.of(context), Names.function(context.function()));
  }

  @Override
  public Subject visitReturnsFrom(RrqParser.ReturnsFromContext context) {
    return new Subject.ReturnsFrom(Locations.of(context), Names.function(context.function()));
  }

  @Override
  public Subject visitCallers(RrqParser.CallersContext context) {
    return new Subject.Callers(Locations.of(context), Names.function(context.function()));
  }

  @Override
  public Subject visitCallees(RrqParser.CalleesContext context) {
    return new Subject.Callees(Locations.of(context), Names.function(context.function()));
  }

  @Override
  public Subject visitExecutions(RrqParser.ExecutionsContext context) {
    return new Subject.Executions(Locations.of(context), Names.code(context.code()));
  }

  @Override
  public Subject visitSwitches(RrqParser.SwitchesContext context) {
    Optional<TaskName> task = Optional.ofNullable(context.task()).map(Names::task);
    Optional<Subject.Switches.Direction> direction =
        task.map(
            name ->
                context.TO() != null
                    ? Subject.Switches.Direction.TO
                    : Subject.Switches.Direction.FROM);
    return new Subject.Switches(Locations.of(context), direction, task);
  }

  @Override
  public Subject visitTasks(RrqParser.TasksContext context) {
    return new Subject.Tasks(Locations.of(context));
  }

  @Override
  public Subject visitInterrupts(RrqParser.InterruptsContext context) {
    OptionalLong vector =
        context.NUMBER() == null
            ? OptionalLong.empty()
            : OptionalLong.of(
                Literals.between(
                    context.NUMBER().getSymbol(), 0, MAX_VECTOR, "an interrupt vector"));
    Optional<String> name =
        Optional.ofNullable(context.STRING()).map(node -> Literals.string(node.getSymbol()));
    return new Subject.Interrupts(Locations.of(context), vector, name);
  }

  @Override
  public Subject visitMessages(RrqParser.MessagesContext context) {
    Optional<String> pattern =
        Optional.ofNullable(context.STRING()).map(node -> Literals.string(node.getSymbol()));
    return new Subject.Messages(Locations.of(context), pattern);
  }
}
