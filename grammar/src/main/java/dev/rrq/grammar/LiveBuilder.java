package dev.rrq.grammar;

import dev.rrq.grammar.antlr.RrqBaseVisitor;
import dev.rrq.grammar.antlr.RrqParser;
import dev.rrq.grammar.ast.LiveStatement;
import dev.rrq.grammar.ast.Predicate;
import dev.rrq.grammar.ast.Time;
import dev.rrq.grammar.diagnostics.Diagnostic;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import dev.rrq.grammar.diagnostics.Location;
import java.util.Optional;
import java.util.OptionalLong;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Builds live statements. */
final class LiveBuilder extends RrqBaseVisitor<LiveStatement> {
  private final Location location;

  /** A builder of a statement that stands here. */
  LiveBuilder(Location location) {
    this.location = location;
  }

  @Override
  public LiveStatement visitLiveStart(RrqParser.LiveStartContext context) {
    return new LiveStatement.Start(location, TimeBuilder.optional(context.time()));
  }

  @Override
  public LiveStatement visitLiveAttach(RrqParser.LiveAttachContext context) {
    return new LiveStatement.Attach(location, Literals.file(context.address().getStart()));
  }

  @Override
  public LiveStatement visitLiveStop(RrqParser.LiveStopContext context) {
    return new LiveStatement.Stop(location);
  }

  @Override
  public LiveStatement visitLiveStatus(RrqParser.LiveStatusContext context) {
    return new LiveStatement.Status(location);
  }

  @Override
  public LiveStatement visitLiveContinue(RrqParser.LiveContinueContext context) {
    return new LiveStatement.Continue(location);
  }

  @Override
  public LiveStatement visitLiveReverse(RrqParser.LiveReverseContext context) {
    return new LiveStatement.Reverse(location);
  }

  @Override
  public LiveStatement visitLiveBacktrace(RrqParser.LiveBacktraceContext context) {
    return new LiveStatement.BacktraceNow(location);
  }

  @Override
  public LiveStatement visitLiveRegisters(RrqParser.LiveRegistersContext context) {
    return new LiveStatement.Registers(location);
  }

  @Override
  public LiveStatement visitLiveDisassemble(RrqParser.LiveDisassembleContext context) {
    return new LiveStatement.Disassemble(location);
  }

  @Override
  public LiveStatement visitLiveGdb(RrqParser.LiveGdbContext context) {
    return new LiveStatement.Gdb(location);
  }

  @Override
  public LiveStatement visitLiveWatch(RrqParser.LiveWatchContext context) {
    Optional<Predicate> condition = Optional.empty();
    OptionalLong limit = OptionalLong.empty();
    Optional<Time> until = Optional.empty();
    for (RrqParser.WatchOptionContext option : context.watchOption()) {
      if (option.condition() != null) {
        once(condition.isPresent(), option);
        condition = Optional.of(PredicateBuilder.build(option.condition()));
      } else if (option.NUMBER() != null) {
        once(limit.isPresent(), option);
        limit = OptionalLong.of(Literals.count(option.NUMBER().getSymbol()));
      } else {
        once(until.isPresent(), option);
        until = TimeBuilder.optional(option.time());
      }
    }
    return new LiveStatement.Watch(
        location, access(context), PlaceBuilder.build(context.place()), condition, limit, until);
  }

  private static LiveStatement.Access access(RrqParser.LiveWatchContext context) {
    if (context.READ() != null) {
      return LiveStatement.Access.READ;
    }
    return context.ACCESS() != null ? LiveStatement.Access.ACCESS : LiveStatement.Access.WRITE;
  }

  private static void once(boolean present, ParserRuleContext option) {
    if (present) {
      throw new DiagnosticException(
          Diagnostic.error(
              "twice",
              Locations.of(option),
              "a watch has one '%s' only".formatted(option.getStart().getText())));
    }
  }

  @Override
  public LiveStatement visitLiveBreak(RrqParser.LiveBreakContext context) {
    return new LiveStatement.Break(location, Names.function(context.function()));
  }

  @Override
  public LiveStatement visitLiveUnwatch(RrqParser.LiveUnwatchContext context) {
    return new LiveStatement.Unwatch(location, Literals.count(context.NUMBER().getSymbol()));
  }

  @Override
  public LiveStatement visitLiveStep(RrqParser.LiveStepContext context) {
    return new LiveStatement.Step(location, steps(context.NUMBER()));
  }

  @Override
  public LiveStatement visitLiveBack(RrqParser.LiveBackContext context) {
    return new LiveStatement.Back(location, steps(context.NUMBER()));
  }

  private static long steps(@Nullable TerminalNode number) {
    return number == null ? 1 : Literals.count(number.getSymbol());
  }

  @Override
  public LiveStatement visitLiveGoto(RrqParser.LiveGotoContext context) {
    return new LiveStatement.Goto(location, TimeBuilder.build(context.time()));
  }

  @Override
  public LiveStatement visitLivePrint(RrqParser.LivePrintContext context) {
    return new LiveStatement.PrintNow(location, ExpressionBuilder.build(context.value()));
  }
}
