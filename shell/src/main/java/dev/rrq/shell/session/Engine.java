package dev.rrq.shell.session;

import dev.rrq.grammar.ast.Statement;
import dev.rrq.planner.Result;
import dev.rrq.shell.completion.Names;
import dev.rrq.shell.live.LiveDesk;
import java.util.OptionalLong;

/** What answers statements: an open trace. */
public interface Engine extends AutoCloseable {

  /** Answers one statement; a table is to be read before the next is asked. */
  Result execute(Statement statement);

  /** The live replay of the trace. */
  LiveDesk live();

  /** Tells where long work may say how far it is, and ask whether to begin at all. */
  default void workOn(Screen screen) {}

  /** Where the live replay stands; empty if there is none. */
  default OptionalLong liveTime() {
    return OptionalLong.empty();
  }

  /** Makes the statement that runs fail soon; called by another thread. */
  void cancel();

  /** Makes the next statement faster; may run beside one. Never throws. */
  void warmUp();

  /** What is open, in a line for the start of the console; may be empty. */
  String greeting();

  /** The names that it knows, for completion. */
  Names names();

  /** Closes the trace. Never throws. */
  @Override
  void close();
}
