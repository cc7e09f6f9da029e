package dev.rrq.indexer.step;

import static capstone.X86_const.X86_REG_BP;
import static capstone.X86_const.X86_REG_EBP;
import static capstone.X86_const.X86_REG_EIP;
import static capstone.X86_const.X86_REG_ESP;
import static capstone.X86_const.X86_REG_RIP;
import static capstone.X86_const.X86_REG_SP;

import dev.rrq.indexer.disassembly.CodeSize;
import dev.rrq.indexer.disassembly.Disassembler;
import dev.rrq.indexer.disassembly.Instruction;
import dev.rrq.indexer.disassembly.Operand;
import dev.rrq.indexer.disassembly.RegisterView;

/** Computes linear addresses from operands and registers. */
final class OperandAddress {

  private final Disassembler disassembler;

  OperandAddress(Disassembler disassembler) {
    this.disassembler = disassembler;
  }

  /** The linear address of a place, and a number of bytes further. */
  long of(Instruction instruction, Operand.Memory memory, ProcessorView cpu, long further) {
    long offset = memory.displacement() + further;
    if (memory.base() == X86_REG_RIP || memory.base() == X86_REG_EIP) {
      offset += instruction.next();
    } else if (memory.base() != 0) {
      offset += value(memory.base(), cpu);
    }
    if (memory.index() != 0) {
      offset += value(memory.index(), cpu) * memory.scale();
    }
    offset = truncate(offset, instruction.encoding().addressBytes() * Byte.SIZE);
    return linear(offset, segment(memory), cpu);
  }

  /** The linear address of an offset in a segment. */
  static long linear(long offset, String segment, ProcessorView cpu) {
    if (cpu.codeSize() != CodeSize.BITS_64) {
      return truncate(offset + cpu.segmentBase(segment), Integer.SIZE);
    }
    boolean based = segment.equals("fs") || segment.equals("gs");
    return based ? offset + cpu.segmentBase(segment) : offset;
  }

  /** The value of a register; 0 for one that only stands for "none", as {@code riz} does. */
  long value(int register, ProcessorView cpu) {
    return RegisterView.of(disassembler.registerName(register))
        .map(view -> view.of(cpu.register(view.whole())))
        .orElse(0L);
  }

  static long truncate(long value, int bits) {
    return bits >= Long.SIZE ? value : value & ((1L << bits) - 1);
  }

  private String segment(Operand.Memory memory) {
    if (memory.segment() != 0) {
      return disassembler.registerName(memory.segment());
    }
    return switch (memory.base()) {
      case X86_REG_BP, X86_REG_EBP, X86_REG_SP, X86_REG_ESP -> "ss";
      default -> "ds";
    };
  }
}
