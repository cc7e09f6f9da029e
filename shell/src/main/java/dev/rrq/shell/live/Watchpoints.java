package dev.rrq.shell.live;

import dev.rrq.gdbrsp.packet.breakpoint.Breakpoint;
import dev.rrq.grammar.ast.LiveStatement.Access;
import dev.rrq.planner.analysis.Extent;
import dev.rrq.planner.exec.LivePlace;
import dev.rrq.planner.exec.LiveView;
import dev.rrq.planner.exec.UserPlace;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a stub is told to watch for a place. QEMU watches any number of ranges of any length, by
 * virtual address, so a place is watched at each address that the kernel may use for it: its own,
 * and that in the kernel's map of all memory. Stores are also watched at the physical address,
 * which early code uses as it is; another program's stores there do not count, as they change
 * nothing of the place.
 */
final class Watchpoints {

  private Watchpoints() {}

  static Set<Breakpoint> of(LiveView view, LivePlace place, Access access) {
    Set<Breakpoint> points = new LinkedHashSet<>();
    if (place.virtual().isPresent()) {
      points.add(point(access, place.virtual().getAsLong(), place.length()));
    }
    for (Extent extent : place.extents()) {
      int length = (int) extent.length();
      view.directMap(extent.start())
          .ifPresent(address -> points.add(point(access, address, length)));
      if (access != Access.READ) {
        points.add(Breakpoint.onWrite(extent.start(), length));
      }
    }
    return points;
  }

  /** A variable of a user program is where it is in each of its processes. */
  static Set<Breakpoint> of(UserPlace place, Access access) {
    return Set.of(point(access, place.virtual(), place.length()));
  }

  private static Breakpoint point(Access access, long address, int length) {
    return switch (access) {
      case READ -> Breakpoint.onRead(address, length);
      case WRITE -> Breakpoint.onWrite(address, length);
      case ACCESS -> Breakpoint.onAccess(address, length);
    };
  }
}
