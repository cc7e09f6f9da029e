package dev.rrq.indexer.step;

import static capstone.X86_const.X86_INS_HLT;
import static capstone.X86_const.X86_INS_PAUSE;

import dev.rrq.indexer.disassembly.Instruction;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Tells an observer what was done by single steps of the stub, some of which are two: QEMU does not
 * stop after {@code pause}, nor between an instruction and the exception that it is there to raise.
 */
final class StepTeller {

  private final StepObserver observer;
  private final PhysicalMemory memory;

  StepTeller(StepObserver observer, PhysicalMemory memory) {
    this.observer = observer;
    this.memory = memory;
  }

  private record Step(
      long t,
      long next,
      CpuState before,
      CpuState after,
      @Nullable Instruction instruction,
      PhysicalMemory memory)
      implements StepObserver.FinishedStep {}

  /** An instruction. */
  void instruction(long t, @Nullable Instruction instruction, CpuState before, CpuState after)
      throws IOException {
    observer.stepped(new Step(t, t + 1, before, after, instruction, memory));
  }

  /** The delivery of an interrupt or exception before an instruction, or instead of it. */
  void delivery(long t, @Nullable Instruction instruction, CpuState before, CpuState after)
      throws IOException {
    observer.stepped(new Step(t, t, before, after, instruction, memory));
  }

  /**
   * The processor after an instruction at which the stub did not stop. These change nothing but
   * where they are; others stay until their exception is delivered.
   */
  static CpuState between(CpuState cpu, @Nullable Instruction instruction) {
    boolean passed =
        instruction != null
            && (instruction.id() == X86_INS_PAUSE || instruction.id() == X86_INS_HLT);
    return passed ? cpu.at(cpu.rip() + instruction.length()) : cpu;
  }
}
