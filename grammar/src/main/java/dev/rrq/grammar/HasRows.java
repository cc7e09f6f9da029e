package dev.rrq.grammar;

import dev.rrq.grammar.ast.LiveStatement;
import dev.rrq.grammar.ast.Statement;

/** Tells the statements whose answer can go to a file or a pipe. */
final class HasRows {
  private HasRows() {}

  static boolean of(Statement statement) {
    boolean live =
        statement instanceof LiveStatement
            && !(statement instanceof LiveStatement.Watch)
            && !(statement instanceof LiveStatement.PrintNow)
            && !(statement instanceof LiveStatement.BacktraceNow)
            && !(statement instanceof LiveStatement.Registers)
            && !(statement instanceof LiveStatement.Disassemble)
            && !(statement instanceof LiveStatement.Status);
    return !live
        && !(statement instanceof Statement.Let)
        && !(statement instanceof Statement.Mark)
        && !(statement instanceof Statement.Expect)
        && !(statement instanceof Statement.Include)
        && !(statement instanceof Statement.SymbolsAdd);
  }
}
