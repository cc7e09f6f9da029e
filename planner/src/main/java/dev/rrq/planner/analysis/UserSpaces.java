package dev.rrq.planner.analysis;

/** Which process is meant where a place names a variable of a user program. */
@FunctionalInterface
public interface UserSpaces {

  /** Nobody knows of any. */
  UserSpaces NONE =
      (program, when) ->
          Timeline.constant(
              when, new Value.Unknown("it is not known which process of " + program.name()));

  /** The physical address of the root of its page tables, over time. */
  Timeline<Value> pageTables(UserProgram program, Interval when);
}
