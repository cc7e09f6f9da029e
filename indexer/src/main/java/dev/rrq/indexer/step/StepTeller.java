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
  private final CodeReader code;
  private final PhysicalMemory memory;

  StepTeller(StepObserver observer, CodeReader code, PhysicalMemory memory) {
    this.observer = observer;
    this.code = code;
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

  /** A step of the stub, which delivered an interrupt or exception at its end, or did not. */
  void tell(
      long t,
      long next,
      @Nullable Instruction first,
      CpuState before,
      CpuState after,
      boolean delivered)
      throws IOException {
    if (observer == StepObserver.NONE) {
      return;
    }
    Instruction instruction = first;
    CpuState cpu = before;
    long at = t;
    long ends = delivered ? next : next - 1;
    while (at < ends) {
      CpuState then = between(cpu, instruction);
      observer.stepped(new Step(at, at + 1, cpu, then, instruction, memory));
      cpu = then;
      instruction = code.at(cpu);
      at++;
    }
    observer.stepped(new Step(at, next, cpu, after, instruction, memory));
  }

  /** These change nothing but where they are; others stay until their exception is delivered. */
  private static CpuState between(CpuState cpu, @Nullable Instruction instruction) {
    boolean passed =
        instruction != null
            && (instruction.id() == X86_INS_PAUSE || instruction.id() == X86_INS_HLT);
    return passed ? cpu.at(cpu.rip() + instruction.length()) : cpu;
  }
}
