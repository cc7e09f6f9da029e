package dev.rrq.planner.flow;

/** The flow of control of a trace. */
public interface Flow {

  /** Of a trace that says nothing of it. */
  Flow NONE = () -> RunningTasks.UNKNOWN;

  /** Which task ran when. */
  RunningTasks tasks();
}
