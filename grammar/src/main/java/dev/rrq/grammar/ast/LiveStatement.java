package dev.rrq.grammar.ast;

import dev.rrq.grammar.diagnostics.Location;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code live ...}: debugging of the replay itself. */
public sealed interface LiveStatement extends Statement {
  /** Calls the visitor's method for this kind of live statement. */
  <R> R acceptLive(Visitor<R> visitor);

  @Override
  default <R> R accept(Statement.Visitor<R> visitor) {
    return visitor.visitLive(this);
  }

  /** Which accesses stop the replay. */
  enum Access {
    READ,
    WRITE,
    ACCESS
  }

  /**
   * {@code live start [at T]}: a replay, stopped there.
   *
   * @param time absent: the start of the recording
   */
  record Start(Location location, Optional<Time> time) implements LiveStatement {
    @Override
    public <R> R acceptLive(LiveStatement.Visitor<R> visitor) {
      return visitor.visitStart(this);
    }
  }

  /**
   * {@code live attach HOST:PORT}, {@code live attach unix:PATH}: a replay that the user started.
   *
   * @param target as written
   */
  record Attach(Location location, String target) implements LiveStatement {
    @Override
    public <R> R acceptLive(LiveStatement.Visitor<R> visitor) {
      return visitor.visitAttach(this);
    }
  }

  /** {@code live stop}: ends the replay. */
  record Stop(Location location) implements LiveStatement {
    @Override
    public <R> R acceptLive(LiveStatement.Visitor<R> visitor) {
      return visitor.visitStop(this);
    }
  }

  /** {@code live status}. */
  record Status(Location location) implements LiveStatement {
    @Override
    public <R> R acceptLive(LiveStatement.Visitor<R> visitor) {
      return visitor.visitStatus(this);
    }
  }

  /**
   * {@code live watch [read | write | access] PLACE [where PREDICATE] [limit N] [until T]}.
   *
   * @param access {@link Access#WRITE} where none was written
   * @param limit number of hits after which it ends
   */
  record Watch(
      Location location,
      Access access,
      Place place,
      Optional<Predicate> condition,
      OptionalLong limit,
      Optional<Time> until)
      implements LiveStatement {
    @Override
    public <R> R acceptLive(LiveStatement.Visitor<R> visitor) {
      return visitor.visitWatch(this);
    }
  }

  /** {@code live break FUNCTION}. */
  record Break(Location location, FunctionName function) implements LiveStatement {
    @Override
    public <R> R acceptLive(LiveStatement.Visitor<R> visitor) {
      return visitor.visitBreak(this);
    }
  }

  /**
   * {@code live unwatch N}.
   *
   * @param number of the watchpoint or breakpoint, as it was shown
   */
  record Unwatch(Location location, long number) implements LiveStatement {
    @Override
    public <R> R acceptLive(LiveStatement.Visitor<R> visitor) {
      return visitor.visitUnwatch(this);
    }
  }

  /** {@code live continue}. */
  record Continue(Location location) implements LiveStatement {
    @Override
    public <R> R acceptLive(LiveStatement.Visitor<R> visitor) {
      return visitor.visitContinue(this);
    }
  }

  /** {@code live reverse}: to the hit before. */
  record Reverse(Location location) implements LiveStatement {
    @Override
    public <R> R acceptLive(LiveStatement.Visitor<R> visitor) {
      return visitor.visitReverse(this);
    }
  }

  /**
   * {@code live step [N]}.
   *
   * @param instructions 1 where none was written
   */
  record Step(Location location, long instructions) implements LiveStatement {
    @Override
    public <R> R acceptLive(LiveStatement.Visitor<R> visitor) {
      return visitor.visitStep(this);
    }
  }

  /**
   * {@code live back [N]}: steps backwards.
   *
   * @param instructions 1 where none was written
   */
  record Back(Location location, long instructions) implements LiveStatement {
    @Override
    public <R> R acceptLive(LiveStatement.Visitor<R> visitor) {
      return visitor.visitBack(this);
    }
  }

  /** {@code live goto T}, or {@code goto T}. */
  record Goto(Location location, Time time) implements LiveStatement {
    @Override
    public <R> R acceptLive(LiveStatement.Visitor<R> visitor) {
      return visitor.visitGoto(this);
    }
  }

  /** {@code live print EXPR}. */
  record PrintNow(Location location, Expression expression) implements LiveStatement {
    @Override
    public <R> R acceptLive(LiveStatement.Visitor<R> visitor) {
      return visitor.visitPrintNow(this);
    }
  }

  /** {@code live backtrace}. */
  record BacktraceNow(Location location) implements LiveStatement {
    @Override
    public <R> R acceptLive(LiveStatement.Visitor<R> visitor) {
      return visitor.visitBacktraceNow(this);
    }
  }

  /** {@code live registers}. */
  record Registers(Location location) implements LiveStatement {
    @Override
    public <R> R acceptLive(LiveStatement.Visitor<R> visitor) {
      return visitor.visitRegisters(this);
    }
  }

  /** {@code live disassemble}. */
  record Disassemble(Location location) implements LiveStatement {
    @Override
    public <R> R acceptLive(LiveStatement.Visitor<R> visitor) {
      return visitor.visitDisassemble(this);
    }
  }

  /** {@code live gdb}: hands the session to GNU gdb. */
  record Gdb(Location location) implements LiveStatement {
    @Override
    public <R> R acceptLive(LiveStatement.Visitor<R> visitor) {
      return visitor.visitGdb(this);
    }
  }

  /** One method for each kind of live statement. */
  interface Visitor<R> {
    R visitStart(Start statement);

    R visitAttach(Attach statement);

    R visitStop(Stop statement);

    R visitStatus(Status statement);

    R visitWatch(Watch statement);

    R visitBreak(Break statement);

    R visitUnwatch(Unwatch statement);

    R visitContinue(Continue statement);

    R visitReverse(Reverse statement);

    R visitStep(Step statement);

    R visitBack(Back statement);

    R visitGoto(Goto statement);

    R visitPrintNow(PrintNow statement);

    R visitBacktraceNow(BacktraceNow statement);

    R visitRegisters(Registers statement);

    R visitDisassemble(Disassemble statement);

    R visitGdb(Gdb statement);
  }
}
