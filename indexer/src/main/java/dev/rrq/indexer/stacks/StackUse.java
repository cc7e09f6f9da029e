package dev.rrq.indexer.stacks;

import static capstone.X86_const.*;

import dev.rrq.indexer.disassembly.Instruction;
import dev.rrq.indexer.disassembly.Operand;

/** What an instruction does to the stack, in 64-bit mode; {@code decode.h} of the plugin. */
public enum StackUse {
  NONE,
  /** Stores the return address at the new stack pointer. */
  CALL,
  /** Loads it from the stack pointer. */
  RETURN,
  /** Its stores are at the new stack pointer. */
  PUSH,
  /** Its load is at the old stack pointer. */
  POP,
  INTERRUPT_RETURN,
  /** The stack pointer is loaded from memory: another task's. */
  STACK_LOAD,
  /** The same from per-CPU memory: another stack of this task. */
  STACK_LOAD_CPU,
  /** Used by the kernel to jump, above an ordinary return address. */
  FAR_RETURN,
  SYSCALL,
  SYSRET;

  private static final int MOV_FROM_MEMORY = 0x8b;
  private static final int GS = 0x65;

  /** The use that an instruction makes of it. */
  public static StackUse of(Instruction instruction) {
    return switch (instruction.id()) {
      case X86_INS_CALL -> CALL;
      case X86_INS_RET -> RETURN;
      case X86_INS_PUSH, X86_INS_PUSHF, X86_INS_PUSHFD, X86_INS_PUSHFQ, X86_INS_ENTER -> PUSH;
      case X86_INS_POP, X86_INS_POPF, X86_INS_POPFD, X86_INS_POPFQ, X86_INS_LEAVE -> POP;
      case X86_INS_IRET, X86_INS_IRETD, X86_INS_IRETQ -> INTERRUPT_RETURN;
      case X86_INS_RETF, X86_INS_RETFQ -> FAR_RETURN;
      case X86_INS_SYSCALL -> SYSCALL;
      case X86_INS_SYSRET -> SYSRET;
      case X86_INS_MOV -> isStackLoad(instruction) ? load(instruction) : NONE;
      default -> NONE;
    };
  }

  /** Whether it is {@code leave}, which pops from where the frame pointer is. */
  public static boolean isLeave(Instruction instruction) {
    return instruction.id() == X86_INS_LEAVE;
  }

  private static boolean isStackLoad(Instruction instruction) {
    return instruction.encoding().opcode() == MOV_FROM_MEMORY
        && instruction.operands().size() == 2
        && instruction.operands().get(0) instanceof Operand.Register register
        && register.id() == X86_REG_RSP
        && instruction.operands().get(1) instanceof Operand.Memory;
  }

  private static StackUse load(Instruction instruction) {
    return instruction.encoding().segment() == GS ? STACK_LOAD_CPU : STACK_LOAD;
  }
}
