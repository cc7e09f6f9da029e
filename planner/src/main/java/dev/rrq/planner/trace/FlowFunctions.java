package dev.rrq.planner.trace;

import dev.rrq.planner.duckdb.JavaFunction;
import dev.rrq.planner.flow.Flow;
import dev.rrq.planner.flow.RunningTasks.Run;
import dev.rrq.planner.replay.ReplayedTasks;
import dev.rrq.store.TraceStore;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions of {@link dev.rrq.planner.rel.FlowOperators}, by name. */
final class FlowFunctions {

  private FlowFunctions() {}

  /** What the table of sites says of an instruction. */
  static List<JavaFunction> ofSites(TraceStore store) {
    return List.of(
        JavaFunction.text("site_function", pc -> store.sites().function(pc)),
        JavaFunction.text("site_file", pc -> store.sites().file(pc)),
        JavaFunction.number("site_line", pc -> store.sites().line(pc)),
        JavaFunction.number("site_offset", pc -> store.sites().offset(pc)),
        JavaFunction.number("site_in_user", pc -> store.sites().inUser(pc)));
  }

  static List<JavaFunction> of(Flow flow, CodeNames code, ReplayedTasks replayed) {
    return List.of(
        JavaFunction.text("function_at", code::function),
        JavaFunction.text("location_at", code::location),
        JavaFunction.text("source_at", code::source),
        JavaFunction.text("task_at", t -> name(run(flow, replayed, t))),
        JavaFunction.number("pid_at", t -> pid(run(flow, replayed, t))),
        JavaFunction.number("ran_at", t -> flow.tasks().ranAt(t)),
        JavaFunction.number("ran_in_all", task -> flow.tasks().ranInAll(task)),
        JavaFunction.number("switch_context", t -> context(flow.schedulings().lowerEntry(t))),
        JavaFunction.number("return_to", context -> flow.stacks().returnTo((int) context)),
        JavaFunction.condition(
            "in_contexts",
            (context, number) -> flow.contexts().set((int) number).get((int) context)),
        JavaFunction.condition(
            "in_code", (pc, number) -> flow.code().set((int) number).contains(pc)),
        JavaFunction.condition(
            "in_irq", (context, t) -> flow.interrupts().holds((int) context, t)));
  }

  private static @Nullable Run run(Flow flow, ReplayedTasks replayed, long t) {
    Run indexed = flow.tasks().at(t);
    return indexed == null ? replayed.at(t) : indexed;
  }

  private static @Nullable String name(@Nullable Run run) {
    return run == null || run.comm().isEmpty() ? null : run.comm();
  }

  private static @Nullable Long context(Map.@Nullable Entry<Long, Integer> scheduling) {
    return scheduling == null ? null : (long) scheduling.getValue();
  }

  private static @Nullable Long pid(@Nullable Run run) {
    return run == null ? null : run.pid();
  }
}
