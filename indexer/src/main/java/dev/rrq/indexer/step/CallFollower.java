package dev.rrq.indexer.step;

import dev.rrq.indexer.disassembly.CodeSize;
import dev.rrq.indexer.disassembly.Instruction;
import dev.rrq.indexer.plugin.CaptureSink;
import dev.rrq.indexer.stacks.FunctionEntries;
import dev.rrq.indexer.stacks.ShadowStacks;
import dev.rrq.indexer.stacks.StackUse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Follows calls and interrupts through the steps of a machine, as the plugin follows them inside
 * the emulator. What a call or an interrupt enters begins with the next step: what it has itself
 * stored belongs to the caller still.
 */
final class CallFollower implements StepObserver, ShadowStacks.Machine {

  private static final String[] ARGUMENT_REGISTERS = {"rdi", "rsi", "rdx", "rcx", "r8", "r9"};

  /** The low bits are an identifier; with page-table isolation the next one tells the half. */
  private static final long ADDRESS_SPACE = ~0x1fffL;

  private static final int WORD = Long.BYTES;
  private static final int SELECTOR_BITS = 16;
  private static final int EXCEPTIONS = 32;
  private static final int NON_MASKABLE = 2;
  private static final int GATE_BYTES = 16;

  private final FunctionEntries entries;
  private final ShadowStacks stacks;
  private @Nullable PhysicalMemory memory;
  private @Nullable PageWalker walker;
  private @Nullable CpuState cpu;

  private enum Entering {
    NOTHING,
    CALL,
    INTERRUPT
  }

  /** What the last step has begun. */
  private Entering entering = Entering.NOTHING;

  private long slot;
  private long pc;
  private long handler;

  CallFollower(FunctionEntries entries, CaptureSink sink) {
    this.entries = entries;
    this.stacks = new ShadowStacks(this, entries, sink);
  }

  @Override
  public int context() {
    return stacks.context();
  }

  @Override
  public void stepped(FinishedStep step) throws IOException {
    enter();
    look(step.memory());
    stacks.at(step.t());
    cpu = step.before();
    if (step.next() > step.t()) {
      executed(step);
    } else if (step.after().rip() != step.before().rip()) {
      if (isException(step.after())) {
        failed(step);
      }
      cpu = step.after();
      delivered(step.after());
    }
  }

  @Override
  public void finished(long t) throws IOException {
    enter();
    stacks.at(t);
    stacks.finish();
  }

  /** Begins what the last step has entered. */
  private void enter() throws IOException {
    switch (entering) {
      case CALL -> stacks.called(slot, pc);
      case INTERRUPT -> stacks.interrupted(pc, handler, slot);
      default -> {}
    }
    entering = Entering.NOTHING;
  }

  private void look(PhysicalMemory now) {
    if (memory != now) {
      memory = now;
      walker = new PageWalker(now);
    }
  }

  private void executed(FinishedStep step) throws IOException {
    if (!cpu().isLongMode()) {
      entered(cpu().pc());
      return;
    }
    Instruction instruction = step.instruction();
    if (instruction == null) {
      return;
    }
    StackUse use = begun(instruction);
    if (use == StackUse.NONE || !usesWords(use, instruction)) {
      return;
    }
    long top = cpu().rsp();
    switch (use) {
      case PUSH -> stacks.stores(use, top - WORD);
      case CALL -> {
        stacks.stores(use, top - WORD);
        enters(Entering.CALL, top - WORD, instruction.next(), 0);
      }
      // The place does not matter, and what was there is the stack pointer now.
      case STACK_LOAD, STACK_LOAD_CPU -> stacks.loads(use, top, step.after().rsp());
      default -> loads(use, instruction);
    }
  }

  /** An instruction that raised an exception has loaded from the stack, where that is there. */
  private void failed(FinishedStep step) throws IOException {
    Instruction instruction = step.instruction();
    if (instruction == null || PredictingEngine.stops(instruction)) {
      return;
    }
    StackUse use = begun(instruction);
    boolean loads =
        switch (use) {
          case RETURN, POP, INTERRUPT_RETURN, FAR_RETURN -> usesWords(use, instruction);
          default -> false;
        };
    if (loads && isThere(place(use, instruction))) {
      loads(use, instruction);
    }
  }

  /** What happens before an instruction, whether it then raises an exception or not. */
  private StackUse begun(Instruction instruction) throws IOException {
    StackUse use = StackUse.of(instruction);
    switch (use) {
      case SYSCALL -> stacks.systemCall(instruction.address());
      case SYSRET -> stacks.systemReturn();
      default -> entered(instruction.address());
    }
    return use;
  }

  private void entered(long pc) throws IOException {
    long places = entries.find(pc);
    if (places != FunctionEntries.NONE) {
      stacks.entered(pc, cpu().isLongMode() ? places : 0);
    }
  }

  /** Whether it uses the stack by words of 64 bits. */
  private boolean usesWords(StackUse use, Instruction instruction) {
    boolean wide = instruction.encoding().wide();
    boolean far = use == StackUse.INTERRUPT_RETURN || use == StackUse.FAR_RETURN;
    boolean words = far ? wide : wide || !instruction.encoding().operandSizePrefix();
    return words && cpu().codeSize() == CodeSize.BITS_64;
  }

  private void loads(StackUse use, Instruction instruction) throws IOException {
    long at = place(use, instruction);
    stacks.loads(use, at, word(at));
    if (use == StackUse.INTERRUPT_RETURN || use == StackUse.FAR_RETURN) {
      stacks.loads(use, at + WORD, word(at + WORD));
    }
  }

  private long place(StackUse use, Instruction instruction) {
    boolean byFrame = use == StackUse.POP && StackUse.isLeave(instruction);
    return byFrame ? cpu().register("rbp") : cpu().rsp();
  }

  private void enters(Entering what, long slot, long pc, long handler) {
    entering = what;
    this.slot = slot;
    this.pc = pc;
    this.handler = handler;
  }

  /** The frame has the pc, then a selector; for some vectors an error code comes before. */
  private void delivered(CpuState after) {
    if (after.isLongMode()) {
      long top = after.rsp();
      long frame = word(top + WORD) >>> SELECTOR_BITS == 0 ? top : top + WORD;
      enters(Entering.INTERRUPT, frame, word(frame), after.rip());
    }
  }

  /** Whether a processor is at the handler of an exception, not at that of an interrupt. */
  private boolean isException(CpuState at) {
    if (!at.isLongMode()) {
      return false;
    }
    long table = at.segments().table("idt");
    for (int vector = 0; vector < EXCEPTIONS; vector++) {
      long gate = table + (long) vector * GATE_BYTES;
      if (vector != NON_MASKABLE && handler(word(gate), word(gate + WORD)) == at.rip()) {
        return true;
      }
    }
    return false;
  }

  private static long handler(long low, long high) {
    return (low & 0xffff) | (low >>> 48 << 16) | (high << 32);
  }

  @Override
  public long addressSpace() {
    return cpu().cr3() & ADDRESS_SPACE;
  }

  @Override
  public long argument(int number) {
    return cpu().register(ARGUMENT_REGISTERS[number]);
  }

  @Override
  public long word(long address) {
    PhysicalMemory known = memory;
    if (known == null || walker == null) {
      return 0;
    }
    long paddr = walker.translate(cpu(), address);
    return known.contains(paddr, WORD) ? known.number(paddr, WORD) : 0;
  }

  private boolean isThere(long address) {
    return walker != null && walker.translate(cpu(), address) != PageWalker.ABSENT;
  }

  private CpuState cpu() {
    CpuState known = cpu;
    if (known == null) {
      throw new IllegalStateException("no step was told");
    }
    return known;
  }
}
