package dev.rrq.planner.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instruction as it ran.
 *
 * @param t icount before it
 * @param text as a disassembler writes it; empty where it cannot be decoded
 * @param effects what it writes, and from what
 * @param loads what it read from memory, in order
 * @param stores what it wrote to memory, in order
 * @param registers before it; null in the midst of code that the emulator runs in one go
 */
public record TracedInstruction(
    long t,
    long pc,
    String text,
    List<Effect> effects,
    List<ReplayedAccess> loads,
    List<ReplayedAccess> stores,
    @Nullable Registers registers) {

  public TracedInstruction {
    effects = List.copyOf(effects);
    loads = List.copyOf(loads);
    stores = List.copyOf(stores);
  }
}
