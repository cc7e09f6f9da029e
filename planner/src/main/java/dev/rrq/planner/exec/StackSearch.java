package dev.rrq.planner.exec;

import dev.rrq.planner.duckdb.RawRows;
import dev.rrq.symbols.model.CType;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds the task whose kernel stack holds an address. */
final class StackSearch {

  private static final long USUAL_SIZE = 16 << 10;

  private final Context context;
  private final KernelObjects kernel;
  private final long t;

  StackSearch(Context context, KernelObjects kernel, long t) {
    this.context = context;
    this.kernel = kernel;
    this.t = t;
  }

  /** The stack, in words. */
  Optional<String> at(long address) {
    OptionalLong union = kernel.sizeOf(CType.CompositeKind.UNION, "thread_union");
    long size = union.orElse(USUAL_SIZE);
    // Those that ran last are read first: their stacks are the ones that are still theirs.
    try (RawRows tasks =
        context
            .trace()
            .sessions()
            .query(
                "SELECT pid, comm, task_struct FROM tasks WHERE t_first <= "
                    + t
                    + " ORDER BY t_last DESC")) {
      while (tasks.advance()) {
        long task = (Long) Objects.requireNonNull(tasks.value(2));
        OptionalLong stack = kernel.member("task_struct", task, "stack");
        OptionalLong pid = kernel.member("task_struct", task, "pid");
        boolean isThis = pid.isPresent() && Long.valueOf(pid.getAsLong()).equals(tasks.value(0));
        if (isThis && stack.isPresent() && holds(stack.getAsLong(), size, address)) {
          return Optional.of(
              "in the stack of task '%s' (pid %d), %d bytes below its top"
                  .formatted(tasks.value(1), pid.getAsLong(), stack.getAsLong() + size - address));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean holds(long stack, long size, long address) {
    return stack < 0 && address >= stack && address < stack + size;
  }
}
