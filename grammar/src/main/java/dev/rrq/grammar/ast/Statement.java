package dev.rrq.grammar.ast;

import dev.rrq.grammar.diagnostics.Location;
import java.util.Optional;
import java.util.OptionalLong;

/** What a user asks for in one go. */
public sealed interface Statement extends Node
    permits Query,
        Statement.WithOutput,
        Statement.Let,
        Statement.Mark,
        Statement.Marks,
        Statement.Print,
        Statement.Diff,
        Statement.Backtrace,
        Statement.Around,
        Statement.Why,
        Statement.Describe,
        Statement.DescribeType,
        Statement.Explain,
        Statement.Sql,
        Statement.Expect,
        Statement.Include,
        Statement.SymbolsAdd,
        LiveStatement {
  /** Calls the visitor's method for this kind of statement. */
  <R> R accept(Visitor<R> visitor);

  /** {@code STATEMENT > out.csv}: the rows of any statement that has rows go elsewhere. */
  record WithOutput(Location location, Statement statement, Output output) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitWithOutput(this);
    }
  }

  /** {@code let NAME = VALUE}. */
  record Let(Location location, String name, LetValue value) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitLet(this);
    }
  }

  /**
   * {@code mark NAME [at T]}: a name for a time that stays with the trace.
   *
   * @param time absent: where the live replay stands
   */
  record Mark(Location location, String name, Optional<Time> time) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitMark(this);
    }
  }

  /** {@code marks}: lists them. */
  record Marks(Location location) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitMarks(this);
    }
  }

  /**
   * {@code print EXPR [at T]}: a value, typed and formatted as C.
   *
   * @param time absent: the end of the recording
   */
  record Print(Location location, Expression expression, Optional<Time> time) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitPrint(this);
    }
  }

  /** {@code diff PLACE between T and T}: what changed inside an object. */
  record Diff(Location location, Place place, Time from, Time to) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitDiff(this);
    }
  }

  /**
   * {@code backtrace [at T]}: the call stack then.
   *
   * @param time absent: the end of the recording
   */
  record Backtrace(Location location, Optional<Time> time) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBacktrace(this);
    }
  }

  /**
   * {@code around T [N]}: N events either side.
   *
   * @param events absent: as many as fit a terminal
   */
  record Around(Location location, Time time, OptionalLong events) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitAround(this);
    }
  }

  /**
   * {@code why PLACE [at T] [limit N]}: the write that made the value, then where that came from.
   *
   * @param time absent: the end of the recording
   */
  record Why(Location location, Place place, Optional<Time> time, OptionalLong limit)
      implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitWhy(this);
    }
  }

  /** {@code describe NAME}: a symbol, a type, a table, an address or any other value. */
  record Describe(Location location, Expression subject) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitDescribe(this);
    }
  }

  /** {@code describe struct task_struct}: what can only be a type. */
  record DescribeType(Location location, TypeName type) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitDescribeType(this);
    }
  }

  /**
   * {@code explain QUERY}: plan, SQL and cost.
   *
   * @param statement a {@link Query} or a {@link Sql}
   */
  record Explain(Location location, Statement statement) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitExplain(this);
    }
  }

  /**
   * {@code sql SELECT ...}.
   *
   * @param text the SQL as it was written, from its first word on
   */
  record Sql(Location location, String text) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitSql(this);
    }
  }

  /** {@code expect ...}: a script that is wrong here ends with exit status 1. */
  record Expect(Location location, Expectation expectation) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitExpect(this);
    }
  }

  /**
   * {@code include other.rrq}.
   *
   * @param path as written; relative to the script that has the statement
   */
  record Include(Location location, String path) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitInclude(this);
    }
  }

  /**
   * {@code symbols add EXE [--base A]}: the symbols of a user program.
   *
   * @param base virtual address at which its first byte is mapped; absent for what is not relocated
   */
  record SymbolsAdd(Location location, String path, OptionalLong base) implements Statement {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitSymbolsAdd(this);
    }
  }

  /** One method for each kind of statement. */
  interface Visitor<R> {
    R visitQuery(Query statement);

    R visitWithOutput(WithOutput statement);

    R visitLet(Let statement);

    R visitMark(Mark statement);

    R visitMarks(Marks statement);

    R visitPrint(Print statement);

    R visitDiff(Diff statement);

    R visitBacktrace(Backtrace statement);

    R visitAround(Around statement);

    R visitWhy(Why statement);

    R visitDescribe(Describe statement);

    R visitDescribeType(DescribeType statement);

    R visitExplain(Explain statement);

    R visitSql(Sql statement);

    R visitExpect(Expect statement);

    R visitInclude(Include statement);

    R visitSymbolsAdd(SymbolsAdd statement);

    /** All of {@code live ...}, which has a visitor of its own. */
    R visitLive(LiveStatement statement);
  }
}
