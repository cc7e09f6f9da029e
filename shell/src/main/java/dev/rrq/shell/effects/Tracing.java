package dev.rrq.shell.effects;

import dev.rrq.indexer.disassembly.CodeSize;
import dev.rrq.indexer.disassembly.Disassembler;
import dev.rrq.indexer.disassembly.Instruction;
import dev.rrq.indexer.scan.Access;
import dev.rrq.planner.replay.Effect;
import dev.rrq.planner.replay.Registers;
import dev.rrq.planner.replay.ReplayedAccess;
import dev.rrq.planner.replay.TracedInstruction;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes instructions of what a replay tells of a window: puts to each its loads and stores. */
public final class Tracing {

  private final Disassembler disassembler;
  private final Map<Long, Decoded> known = new HashMap<>();
  private final long[] registers = new long[Registers.NAMES.size()];

  private record Decoded(ByteBuffer code, String text, List<Effect> effects) {}

  /** Decodes with this disassembler. */
  public Tracing(Disassembler disassembler) {
    this.disassembler = disassembler;
  }

  /** The instructions of a window, of which all is known that happened. */
  public List<TracedInstruction> of(List<Access> found) {
    List<TracedInstruction> instructions = new ArrayList<>();
    boolean told = false;
    int at = 0;
    while (at < found.size()) {
      Access first = found.get(at++);
      if (first.kind() == Access.Kind.REGISTER) {
        registers[(int) first.vaddr()] = first.newValue();
        told = true;
      } else if (first.kind() == Access.Kind.EXECUTION) {
        int end = at;
        while (end < found.size() && isAccess(found.get(end))) {
          end++;
        }
        boolean retires = !runsAgain(found, end, first.t());
        instructions.add(
            instruction(first, found.subList(at, end), retires, told ? snapshot() : null));
        told = false;
        at = end;
      }
    }
    return instructions;
  }

  private static boolean isAccess(Access access) {
    return access.kind() == Access.Kind.READ || access.kind() == Access.Kind.STORE;
  }

  /** An instruction that faults has no effect: what comes next comes at the same instant. */
  private static boolean runsAgain(List<Access> found, int next, long t) {
    return next < found.size() && found.get(next).t() == t;
  }

  private Registers snapshot() {
    return new Registers(registers);
  }

  private TracedInstruction instruction(
      Access execution, List<Access> accesses, boolean retires, @Nullable Registers before) {
    Decoded decoded = decoded(execution);
    List<ReplayedAccess> loads = new ArrayList<>();
    List<ReplayedAccess> stores = new ArrayList<>();
    for (Access access : accesses) {
      if (access.t() == execution.t() && access.origin() == 0) {
        (access.kind() == Access.Kind.READ ? loads : stores).add(converted(access));
      }
    }
    return new TracedInstruction(
        execution.t(),
        execution.pc(),
        decoded.text(),
        retires ? decoded.effects() : List.of(),
        loads,
        stores,
        before);
  }

  private Decoded decoded(Access execution) {
    Decoded before = known.get(execution.pc());
    ByteBuffer code = ByteBuffer.wrap(execution.code());
    if (before != null && before.code().equals(code)) {
      return before;
    }
    Optional<Instruction> instruction =
        disassembler.decode(CodeSize.BITS_64, execution.pc(), execution.code());
    Decoded decoded =
        new Decoded(
            code,
            instruction.map(Instruction::toString).orElse(""),
            instruction.map(i -> InstructionEffects.of(i, disassembler)).orElse(List.of()));
    known.put(execution.pc(), decoded);
    return decoded;
  }

  /** An access as the planner has it. */
  public static ReplayedAccess converted(Access access) {
    return new ReplayedAccess(
        ReplayedAccess.Kind.valueOf(access.kind().name()),
        access.t(),
        access.pc(),
        access.vaddr(),
        access.paddr(),
        access.size(),
        access.oldValue(),
        access.newValue(),
        access.context(),
        access.origin(),
        access.user());
  }
}
