package dev.rrq.store.testing;

import dev.rrq.store.TaskWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run of a task as tests spell it: {@code t pid comm}, for a user's process, or {@code t pid comm
 * kernel}. The task runs from after {@code t}, the first one from {@code t} on; a line with the pid
 * of the line before gives the running task another name.
 *
 * @param t the time before the instruction that switched
 */
public record TaskLine(long t, int pid, String comm, boolean kernel) {

  private static final long TASK_STRUCTS = 0xffff_8880_0040_0000L;
  private static final int TASK_BYTES = 64;

  static TaskLine parse(String line) {
    List<String> words = List.of(line.split("\\s+"));
    return new TaskLine(
        Lines.number(words.get(0)),
        (int) Lines.number(words.get(1)),
        words.get(2),
        words.size() > 3 && words.get(3).equals("kernel"));
  }

  /** Writes the tables of tasks, names and switches that these runs make. */
  static void write(List<TaskLine> lines, TaskWriter writer) {
    Map<Integer, Integer> ids = new LinkedHashMap<>();
    Map<Integer, TaskLine> firsts = new LinkedHashMap<>();
    Map<Integer, TaskLine> lasts = new LinkedHashMap<>();
    List<TaskWriter.Switch> switches = new ArrayList<>();
    @Nullable TaskLine before = null;
    for (TaskLine line : lines) {
      int id = ids.computeIfAbsent(line.pid, pid -> ids.size() + 1);
      firsts.putIfAbsent(line.pid, line);
      TaskLine named = lasts.put(line.pid, line);
      if (named == null || !named.comm.equals(line.comm)) {
        writer.name(id, line.t, line.comm);
      }
      if (before == null || before.pid != line.pid) {
        Integer from = before == null ? null : ids.get(before.pid);
        switches.add(new TaskWriter.Switch(line.t, from, id));
      }
      before = line;
    }
    ids.forEach(
        (pid, id) -> {
          TaskLine last = Objects.requireNonNull(lasts.get(pid));
          long first = Objects.requireNonNull(firsts.get(pid)).t;
          long address = TASK_STRUCTS + (long) id * TASK_BYTES;
          writer.task(id, pid, pid, last.comm, last.kernel, address, first, last.t);
        });
    writer.switches(switches);
  }
}
