package dev.rrq.indexer.live;

import dev.rrq.gdbrsp.GdbClient;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.breakpoint.Breakpoint;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The breakpoints that are wanted while a replay runs, and those that its stub has now. */
final class StopPoints {

  private final Set<Breakpoint> wanted = new LinkedHashSet<>();
  private final Set<Breakpoint> inForce = new LinkedHashSet<>();

  /** Wants these and no others. */
  void want(Set<Breakpoint> points) {
    wanted.clear();
    wanted.addAll(points);
  }

  /** All that are wanted. */
  Set<Breakpoint> wanted() {
    return wanted;
  }

  /** Whether execution of any instruction is to stop the replay. */
  boolean wantsExecution() {
    return wanted.stream().anyMatch(StopPoints::isExecution);
  }

  /** Whether execution of an instruction is to stop the replay. */
  boolean wants(long pc) {
    return wanted.stream().anyMatch(point -> isAt(point, pc));
  }

  /** Those that are wanted, but for execution of one instruction. */
  Set<Breakpoint> wantedBut(long pc) {
    Set<Breakpoint> others = new LinkedHashSet<>(wanted);
    others.removeIf(point -> isAt(point, pc));
    return others;
  }

  /** Whether the stub stops at any instruction's execution. */
  boolean stopsExecution() {
    return inForce.stream().anyMatch(StopPoints::isExecution);
  }

  /** Whether the stub stops at this instruction's execution. */
  boolean stopsAt(long pc) {
    return inForce.stream().anyMatch(point -> isAt(point, pc));
  }

  /** Lets the stub have these and no others. */
  void enforce(GdbClient gdb, Set<Breakpoint> points) throws RspException {
    for (Breakpoint old : List.copyOf(inForce)) {
      if (!points.contains(old)) {
        gdb.breakpoints().remove(old);
        inForce.remove(old);
      }
    }
    for (Breakpoint point : points) {
      if (!inForce.contains(point)) {
        gdb.breakpoints().insert(point);
        inForce.add(point);
      }
    }
  }

  /** A new stub has none. */
  void forget() {
    inForce.clear();
  }

  private static boolean isExecution(Breakpoint point) {
    return !point.kind().watches();
  }

  private static boolean isAt(Breakpoint point, long pc) {
    return isExecution(point) && point.address() == pc;
  }
}
