package dev.rrq.indexer.step;

import static capstone.X86_const.*;

import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.disassembly.CodeSize;
import dev.rrq.indexer.disassembly.Disassembler;
import dev.rrq.indexer.disassembly.Instruction;
import dev.rrq.indexer.disassembly.Operand;
import dev.rrq.indexer.plugin.CaptureSink;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches a machine step by step and tells each change of its memory: what instructions store, by
 * the effect table; what the processor stores when it delivers an interrupt or walks page tables,
 * by comparing the places where it does; and what devices store, by comparing what is loaded, and
 * all memory at the end. So nothing that changed is left out, whoever changed it.
 */
final class PredictingEngine extends Engine {

  /** Steps after which the count of instructions is compared with the emulator's own. */
  private static final int CHECK_INTERVAL = 4096;

  private static final int PROGRESS_INTERVAL = 512;

  private final Stepped machine;
  private final RamImage ram;
  private final PageWalker walker;
  private final EffectTable effects;
  private final CodeReader code;
  private final CpuWrites cpuWrites;
  private final StepTeller teller;
  private long unseen;

  PredictingEngine(
      Stepped machine,
      RamImage ram,
      Disassembler disassembler,
      CaptureSink sink,
      StepObserver observer)
      throws RspException {
    super(ram, sink, observer, machine.icount());
    this.machine = machine;
    this.ram = ram;
    this.walker = new PageWalker(ram);
    this.effects = new EffectTable(disassembler);
    this.code = new CodeReader(machine, ram, walker, disassembler);
    this.teller = new StepTeller(observer, ram);
    this.cpuWrites = new CpuWrites(changes, walker);
  }

  @Override
  long unseen() {
    return unseen;
  }

  @Override
  long follow(long to, BooleanSupplier cancelled) throws IOException {
    long t = from;
    CpuState before = machine.state();
    while (t < to && !cancelled.getAsBoolean()) {
      changes.at(t);
      Instruction instruction = code.at(before);
      Effects expected =
          instruction == null
              ? Effects.NONE
              : effects.of(instruction, new MachineView(before, ram, walker));
      devices(before, expected);
      if (instruction != null && EffectTable.loadsSegments(instruction)) {
        machine.forgetSegments();
      }
      CpuState after = machine.step();
      count();
      long next = next(t, instruction, before, after);
      boolean delivered = isDelivery(instruction, next - t, after);
      if (next == t) {
        teller.delivery(t, instruction, before, after);
      } else {
        boolean ends = next == t + 1 && !delivered;
        teller.instruction(
            t, instruction, before, ends ? after : StepTeller.between(before, instruction));
      }
      observe(instruction, expected, before);
      if (next > t + 1 || (next > t && delivered)) {
        within(t, next, instruction, before, after, delivered);
      }
      if (delivered) {
        changes.at(next);
        cpuWrites.delivered(after);
      } else if (before.cs() != after.cs()) {
        cpuWrites.segmentsLoaded(after);
      }
      t = next;
      before = after;
      if (steps() % PROGRESS_INTERVAL == 0) {
        reached(t);
      }
    }
    return t;
  }

  /** What is loaded may have been changed by a device before. */
  private void devices(CpuState cpu, Effects expected) throws IOException {
    for (Access load : expected.loads()) {
      long paddr = walker.translate(cpu, load.address());
      if (ram.contains(paddr, Long.BYTES)) {
        long word = paddr & ~7L;
        if (ram.number(word, Long.BYTES) != ram.numberBefore(word, Long.BYTES)) {
          changes.comparePage(paddr & ~(RamImage.PAGE_BYTES - 1L), from);
        }
      }
    }
  }

  private void observe(@Nullable Instruction instruction, Effects expected, CpuState cpu)
      throws IOException {
    cpuWrites.walked(cpu, cpu.pc());
    if (instruction == null) {
      return;
    }
    cpuWrites.walked(cpu, cpu.pc() + instruction.length() - 1);
    for (Access load : expected.loads()) {
      walked(cpu, load);
    }
    for (Access store : expected.stores()) {
      walked(cpu, store);
    }
    for (Access store : expected.stores()) {
      stored(cpu, store);
    }
  }

  /**
   * What came after an instruction within its step. QEMU does not stop after {@code pause}, but
   * after the instruction that follows it, nor before an exception that an instruction raises. A
   * pause changes no register, so that one's effects are known, too.
   */
  private void within(
      long t,
      long next,
      @Nullable Instruction first,
      CpuState before,
      CpuState after,
      boolean delivered)
      throws IOException {
    Instruction instruction = first;
    CpuState cpu = before;
    for (long at = t + 1; at < next; at++) {
      if (instruction == null || instruction.id() != X86_INS_PAUSE) {
        unseen += next - at;
        break;
      }
      cpu = StepTeller.between(cpu, instruction);
      instruction = code.at(cpu);
      changes.at(at);
      boolean ends = at + 1 == next && !delivered;
      teller.instruction(at, instruction, cpu, ends ? after : StepTeller.between(cpu, instruction));
      if (instruction != null) {
        observe(instruction, effects.of(instruction, new MachineView(cpu, ram, walker)), cpu);
      }
    }
    if (delivered) {
      cpu = StepTeller.between(cpu, instruction);
      teller.delivery(next, code.at(cpu), cpu, after);
    }
  }

  private void walked(CpuState cpu, Access access) throws IOException {
    cpuWrites.walked(cpu, access.address());
    long last = access.address() + access.size() - 1;
    if (page(last) != page(access.address())) {
      cpuWrites.walked(cpu, last);
    }
  }

  private void stored(CpuState cpu, Access store) throws IOException {
    long address = store.address();
    if (page(address) == page(address + store.size() - 1)) {
      changes.store(
          cpu.pc(),
          address,
          walker.translate(cpu, address),
          store.size(),
          cpu.inUser(),
          store.zeroedBefore());
      return;
    }
    for (int i = 0; i < store.size(); i++) {
      long paddr = walker.translate(cpu, address + i);
      changes.store(cpu.pc(), address + i, paddr, 1, cpu.inUser(), store.zeroedBefore());
    }
  }

  private static long page(long address) {
    return address & ~(RamImage.PAGE_BYTES - 1L);
  }

  /**
   * The count after a step: one more where the instruction went where it can go, else asked for.
   */
  private long next(long t, @Nullable Instruction instruction, CpuState before, CpuState after)
      throws RspException {
    boolean plain =
        instruction != null
            && successors(instruction, before, after.rip())
            && !stops(instruction)
            && instruction.id() != X86_INS_PAUSE;
    if (plain && steps() % CHECK_INTERVAL != 0) {
      return t + 1;
    }
    long exact = machine.icount();
    if (plain && exact != t + 1) {
      throw IndexerException.failed(
          "the count of instructions was lost: %d steps should end at %d, but the emulator is at %d"
              .formatted(steps(), t + 1, exact));
    }
    return exact;
  }

  private static boolean successors(Instruction instruction, CpuState before, long rip) {
    long base = before.pc() - before.rip();
    long linear = rip + base;
    if (linear == instruction.next()) {
      return true;
    }
    if (instruction.encoding().repeat() != 0 && rip == before.rip()) {
      return true;
    }
    return instruction.operands().size() > 0
        && instruction.operands().get(0) instanceof Operand.Immediate target
        && target.value() == linear
        && before.codeSize() == CodeSize.BITS_64;
  }

  /** Whether the stub does not stop between it and the exception or interrupt that follows. */
  static boolean stops(Instruction instruction) {
    return switch (instruction.id()) {
      case X86_INS_HLT, X86_INS_INT, X86_INS_INT3, X86_INS_INT1, X86_INS_INTO -> true;
      case X86_INS_UD0, X86_INS_UD2, X86_INS_UD2B -> true;
      default -> false;
    };
  }

  /** Whether the processor has delivered an interrupt or exception. */
  private static boolean isDelivery(
      @Nullable Instruction instruction, long retired, CpuState after) {
    if (retired == 0) {
      return true;
    }
    boolean may =
        instruction != null
            && (stops(instruction) || (instruction.id() == X86_INS_PAUSE && retired == 1));
    return may && after.rip() != instruction.next();
  }
}
