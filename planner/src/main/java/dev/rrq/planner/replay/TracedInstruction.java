package dev.rrq.planner.replay;

import java.util.List;
import java.util.Set;

/**
 * An instruction as it ran.
 *
 * @param t icount before it
 * @param text as a disassembler writes it; empty where it cannot be decoded
 * @param sources registers whose values become part of what it writes, by the names of the widest
 *     registers that hold them; those that only form an address are not among them
 * @param targets registers that it writes
 * @param computes whether what it writes is anything else than a copy of one source
 * @param loads what it read from memory, in order
 * @param stores what it wrote to memory, in order
 */
public record TracedInstruction(
    long t,
    long pc,
    String text,
    Set<String> sources,
    Set<String> targets,
    boolean computes,
    List<ReplayedAccess> loads,
    List<ReplayedAccess> stores) {

  public TracedInstruction {
    sources = Set.copyOf(sources);
    targets = Set.copyOf(targets);
    loads = List.copyOf(loads);
    stores = List.copyOf(stores);
  }
}
