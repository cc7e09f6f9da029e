package dev.rrq.indexer.step;

import static capstone.X86_const.*;

import dev.rrq.indexer.disassembly.CodeSize;
import dev.rrq.indexer.disassembly.Encoding;
import dev.rrq.indexer.disassembly.Instruction;
import dev.rrq.indexer.disassembly.Operand;
import java.util.List;

/** What instructions store on the stack and load from it, none of which their operands say. */
final class StackEffects {

  private static final int REGISTERS_PUSHED = 8;
  private static final int LEVEL_MASK = 31;

  /** Most that an interrupt return takes: five words. */
  private static final int RETURN_WORDS = 5;

  void add(Pieces pieces, Instruction instruction, ProcessorView cpu) {
    int size = operandSize(instruction.encoding(), cpu);
    switch (instruction.id()) {
      case X86_INS_PUSH, X86_INS_PUSHF, X86_INS_PUSHFD, X86_INS_PUSHFQ, X86_INS_CALL ->
          pieces.store(top(cpu, -size), size);
      case X86_INS_LCALL -> {
        int far = farSize(instruction.encoding(), cpu);
        pieces.store(top(cpu, -far), far);
        pieces.store(top(cpu, -2L * far), far);
      }
      case X86_INS_PUSHAW, X86_INS_PUSHAL -> {
        for (int i = 1; i <= REGISTERS_PUSHED; i++) {
          pieces.store(top(cpu, -(long) i * size), size);
        }
      }
      case X86_INS_ENTER -> enter(pieces, instruction, size, cpu);
      case X86_INS_POP, X86_INS_POPF, X86_INS_POPFD, X86_INS_POPFQ, X86_INS_RET ->
          pieces.load(top(cpu, 0), size);
      case X86_INS_POPAW, X86_INS_POPAL -> pieces.load(top(cpu, 0), size * REGISTERS_PUSHED);
      case X86_INS_RETF, X86_INS_RETFQ ->
          pieces.load(top(cpu, 0), 2 * farSize(instruction.encoding(), cpu));
      case X86_INS_IRET, X86_INS_IRETD, X86_INS_IRETQ ->
          pieces.load(top(cpu, 0), RETURN_WORDS * farSize(instruction.encoding(), cpu));
      case X86_INS_LEAVE -> pieces.load(stackAddress(cpu.register("rbp"), cpu), size);
      default -> {}
    }
  }

  /** {@code pop} computes an address that depends on the stack pointer after it has moved. */
  long popAdjustment(Instruction instruction, Operand.Memory memory, ProcessorView cpu) {
    return switch (memory.base()) {
      case X86_REG_RSP, X86_REG_ESP, X86_REG_SP -> operandSize(instruction.encoding(), cpu);
      default -> 0;
    };
  }

  private void enter(Pieces pieces, Instruction instruction, int size, ProcessorView cpu) {
    List<Operand> operands = instruction.operands();
    long level =
        operands.size() > 1 && operands.get(1) instanceof Operand.Immediate immediate
            ? immediate.value() & LEVEL_MASK
            : 0;
    for (int i = 0; i <= level; i++) {
      pieces.store(top(cpu, -(long) size * (i + 1)), size);
    }
  }

  /** The linear address at a distance from the stack pointer. */
  static long top(ProcessorView cpu, long distance) {
    return stackAddress(cpu.register("rsp") + distance, cpu);
  }

  private static long stackAddress(long offset, ProcessorView cpu) {
    return OperandAddress.linear(OperandAddress.truncate(offset, cpu.stackBits()), "ss", cpu);
  }

  /** In 64-bit code the stack is used by 64 bits, or by 16 with a prefix that REX.W outdoes. */
  private static int operandSize(Encoding encoding, ProcessorView cpu) {
    boolean prefix = encoding.operandSizePrefix() && !encoding.wide();
    return switch (cpu.codeSize()) {
      case BITS_64 -> prefix ? 2 : 8;
      case BITS_32 -> prefix ? 2 : 4;
      case BITS_16 -> prefix ? 4 : 2;
    };
  }

  /** Far calls and returns are 32 bits wide in 64-bit code, too, unless they say otherwise. */
  private static int farSize(Encoding encoding, ProcessorView cpu) {
    if (cpu.codeSize() == CodeSize.BITS_64 && encoding.wide()) {
      return 8;
    }
    return encoding.operandSizePrefix() == (cpu.codeSize() == CodeSize.BITS_16) ? 4 : 2;
  }
}
