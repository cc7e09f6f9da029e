package dev.rrq.planner.flow;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.flow.CallStacks.InterruptContext;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/** The flow of control of a trace. */
public interface Flow {

  /** Which task ran when. */
  RunningTasks tasks();

  /** The times of which replays tell who ran: conditions on tasks say nothing of them before. */
  default List<Interval> replayedTasks() {
    return List.of();
  }

  /** The call stacks of calling contexts. */
  CallStacks stacks();

  /** The calls of the scheduler that may switch tasks: their contexts, by time. */
  NavigableMap<Long, Integer> schedulings();

  /** What ran in interrupt context. */
  InterruptContext interrupts();

  /** The vectors of interrupts and exceptions, by the addresses of their handlers. */
  Map<Long, InterruptVector> vectors();

  /** Sets of calling contexts. */
  NamedSets<BitSet> contexts();

  /** Pieces of code. */
  NamedSets<CodeRanges> code();

  /** Of a trace that says nothing of it but which tasks ran. */
  static Flow of(RunningTasks tasks) {
    NamedSets<BitSet> contexts = new NamedSets<>();
    NamedSets<CodeRanges> code = new NamedSets<>();
    return new Flow() {
      @Override
      public RunningTasks tasks() {
        return tasks;
      }

      @Override
      public CallStacks stacks() {
        throw new IllegalStateException("nothing is known of calls");
      }

      @Override
      public NavigableMap<Long, Integer> schedulings() {
        return Collections.emptyNavigableMap();
      }

      @Override
      public InterruptContext interrupts() {
        return InterruptContext.NEVER;
      }

      @Override
      public Map<Long, InterruptVector> vectors() {
        return Map.of();
      }

      @Override
      public NamedSets<BitSet> contexts() {
        return contexts;
      }

      @Override
      public NamedSets<CodeRanges> code() {
        return code;
      }
    };
  }
}
