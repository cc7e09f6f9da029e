package dev.rrq.shell.live;

import dev.rrq.indexer.live.Stop;
import dev.rrq.planner.Column;
import dev.rrq.planner.Row;
import dev.rrq.planner.exec.LiveView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Tells what a run ended with. */
final class LiveReport {

  private static final int MOST_FRAMES = 24;

  private final LiveMachine machine;
  private final List<String> lines = new ArrayList<>();

  private LiveReport(LiveMachine machine) {
    this.machine = machine;
  }

  /** Where the machine stands, and why. */
  static String of(LiveMachine machine, Event event) {
    LiveReport report = new LiveReport(machine);
    report.tell(event);
    return String.join("\n", report.lines);
  }

  /** Where the machine stands. */
  static String here(LiveMachine machine) {
    LiveReport report = new LiveReport(machine);
    report.lines.add(report.place());
    return String.join("\n", report.lines);
  }

  private void tell(Event event) {
    if (event.trap().isEmpty()) {
      lines.add(why(event.stop()) + place());
      return;
    }
    Trap trap = event.trap().get();
    if (!event.rows().isEmpty()) {
      accessed(trap, event);
    } else {
      lines.add(
          "%d: %s at t = %d, %s"
              .formatted(trap.number(), trap.text(), event.t(), task(Optional.empty())));
      frames(machine.backtrace());
    }
  }

  private static String why(Stop stop) {
    if (stop instanceof Stop.Interrupted) {
      return "interrupted; ";
    } else if (stop instanceof Stop.Ended) {
      return "the end of the recording; ";
    }
    return stop instanceof Stop.Other other && !other.why().isEmpty()
        ? "stopped by " + other.why() + "; "
        : "";
  }

  private void accessed(Trap trap, Event event) {
    List<Column> columns = machine.view().changeColumns();
    Row first = event.rows().get(0);
    lines.add(
        "%d: %s at t = %d, %s"
            .formatted(trap.number(), trap.text(), event.t(), task(text(columns, first, "task"))));
    for (Row row : event.rows()) {
      change(columns, row);
    }
    int stack = position(columns, "backtrace");
    if (stack >= 0 && first.value(stack) instanceof List<?> frames && !frames.isEmpty()) {
      frames(frames.stream().map(String::valueOf).toList());
    } else {
      String where = text(columns, first, "location").map(l -> " (" + l + ")").orElse("");
      lines.add("  by " + text(columns, first, "function").orElse("?") + where);
    }
  }

  private void change(List<Column> columns, Row row) {
    String old = text(columns, row, "old").orElse(Row.UNKNOWN);
    String now = text(columns, row, "new").orElse(Row.UNKNOWN);
    String size = text(columns, row, "size").orElse(Row.UNKNOWN);
    String address = text(columns, row, "address").orElse(Row.UNKNOWN);
    String bytes = size + (size.equals("1") ? " byte" : " bytes") + " at " + address;
    boolean same = old.equals(now);
    lines.add(same ? "  value " + now + "   (" + bytes + ")" : "  old   " + old);
    if (!same) {
      lines.add("  new   " + now + "   (" + bytes + ")");
    }
  }

  private void frames(List<String> frames) {
    for (int i = 0; i < Math.min(frames.size(), MOST_FRAMES); i++) {
      lines.add("  #%-2d %s".formatted(i, frames.get(i)));
    }
    if (frames.size() > MOST_FRAMES) {
      lines.add("  ... and " + (frames.size() - MOST_FRAMES) + " more");
    }
  }

  /** Who did it by the row, else who runs now. */
  private String task(Optional<String> told) {
    LiveView.Running running = machine.view().running();
    String name = told.or(running::task).orElse("?");
    OptionalLong pid = running.pid();
    boolean same = told.isEmpty() || told.equals(running.task());
    return same && pid.isPresent()
        ? "by %s (pid %d)".formatted(name, pid.getAsLong())
        : "by " + name;
  }

  private static Optional<String> text(List<Column> columns, Row row, String name) {
    int at = position(columns, name);
    return at < 0 || row.value(at) == null ? Optional.empty() : Optional.of(row.text(at));
  }

  private static int position(List<Column> columns, String name) {
    return columns.stream().map(Column::name).toList().indexOf(name);
  }

  private String place() {
    LiveView.Running running = machine.view().running();
    String who =
        running.task().isPresent()
            ? ", in %s (pid %d)".formatted(running.task().get(), running.pid().orElse(0))
            : "";
    String when = machine.replay().isReplay() ? "t = " + machine.replay().now() + ": " : "";
    return when + machine.view().code().text(machine.pc()) + who;
  }
}
