package dev.rrq.indexer.step;

import static capstone.X86_const.*;

import dev.rrq.indexer.disassembly.CodeSize;
import dev.rrq.indexer.disassembly.Disassembler;
import dev.rrq.indexer.disassembly.Instruction;
import dev.rrq.indexer.disassembly.Operand;
import java.util.List;

/**
 * What each instruction does to memory, given the registers before it. Stores come in the pieces in
 * which QEMU 7.2 makes them, so that the rows are those of the plugin. A store that depends on data
 * (a mask, a comparison) is listed whether it takes place or not: who compares memory sees.
 *
 * @see <a href="https://www.intel.com/sdm">Intel SDM, volume 2</a>
 */
final class EffectTable {

  private final OperandAddress addresses;
  private final StackEffects stack;
  private final StringEffects strings;

  EffectTable(Disassembler disassembler) {
    addresses = new OperandAddress(disassembler);
    stack = new StackEffects();
    strings = new StringEffects();
  }

  /** The effects of an instruction that is about to run. */
  Effects of(Instruction instruction, ProcessorView cpu) {
    Pieces pieces = new Pieces();
    if (strings.isString(instruction)) {
      strings.add(pieces, instruction, cpu);
      return pieces.effects();
    }
    stack.add(pieces, instruction, cpu);
    List<Operand> operands = instruction.operands();
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i) instanceof Operand.Memory memory) {
        place(pieces, instruction, i, memory, cpu);
      }
    }
    special(pieces, instruction, cpu);
    return pieces.effects();
  }

  /** Whether an instruction loads a segment's hidden part, or moves a table of descriptors. */
  static boolean loadsSegments(Instruction instruction) {
    return switch (instruction.id()) {
      case X86_INS_LGDT, X86_INS_LIDT, X86_INS_LLDT, X86_INS_LTR -> true;
      case X86_INS_LDS, X86_INS_LES, X86_INS_LFS, X86_INS_LGS, X86_INS_LSS -> true;
      case X86_INS_MOV, X86_INS_POP ->
          !instruction.operands().isEmpty()
              && instruction.operands().get(0) instanceof Operand.Register register
              && isSegment(register.id());
      default -> false;
    };
  }

  private void place(
      Pieces pieces,
      Instruction instruction,
      int number,
      Operand.Memory memory,
      ProcessorView cpu) {
    long further =
        switch (instruction.id()) {
          case X86_INS_POP -> stack.popAdjustment(instruction, memory, cpu);
          case X86_INS_BT, X86_INS_BTS, X86_INS_BTR, X86_INS_BTC ->
              bitString(instruction, memory, cpu);
          default -> 0;
        };
    long at = addresses.of(instruction, memory, cpu, further);
    boolean stores = StoreTable.stores(instruction, number, memory);
    if (!stores || StoreTable.loads(instruction)) {
      pieces.load(at, memory.size());
    }
    if (stores) {
      store(pieces, instruction, memory, at, cpu);
    }
  }

  private void store(
      Pieces pieces, Instruction instruction, Operand.Memory memory, long at, ProcessorView cpu) {
    boolean narrow =
        instruction.encoding().operandSizePrefix() != (cpu.codeSize() == CodeSize.BITS_16);
    switch (instruction.id()) {
      case X86_INS_SGDT, X86_INS_SIDT -> {
        pieces.store(at, 2);
        pieces.store(at + 2, cpu.codeSize() == CodeSize.BITS_64 ? 8 : 4);
      }
      case X86_INS_FBSTP -> pieces.repeated(at, 10, 1);
      case X86_INS_FNSTENV -> SavedState.environment(pieces, at, narrow);
      case X86_INS_FNSAVE -> SavedState.fnsave(pieces, at, narrow);
      case X86_INS_FXSAVE, X86_INS_FXSAVE64 -> SavedState.fxsave(pieces, at, cpu.codeSize());
      case X86_INS_XSAVE, X86_INS_XSAVE64, X86_INS_XSAVEOPT, X86_INS_XSAVEOPT64 ->
          SavedState.xsave(pieces, at, mask(cpu), cpu.codeSize());
      case X86_INS_VMASKMOVPS, X86_INS_VPMASKMOVD ->
          pieces.repeated(at, registerSize(instruction), 4);
      case X86_INS_VMASKMOVPD, X86_INS_VPMASKMOVQ ->
          pieces.repeated(at, registerSize(instruction), 8);
      case X86_INS_VCVTPS2PH -> pieces.wide(at, registerSize(instruction) / 2);
      default ->
          pieces.wide(at, storesSegment(instruction) ? 2 : StoreTable.size(instruction, memory));
    }
  }

  private static long mask(ProcessorView cpu) {
    return OperandAddress.truncate(cpu.register("rax"), Integer.SIZE)
        | cpu.register("rdx") << Integer.SIZE;
  }

  private static int registerSize(Instruction instruction) {
    int size = 0;
    for (Operand operand : instruction.operands()) {
      if (operand instanceof Operand.Register register) {
        size = Math.max(size, register.size());
      }
    }
    return size;
  }

  private static boolean storesSegment(Instruction instruction) {
    return instruction.id() == X86_INS_MOV
        && instruction.operands().size() > 1
        && instruction.operands().get(1) instanceof Operand.Register register
        && isSegment(register.id());
  }

  private static boolean isSegment(int register) {
    return switch (register) {
      case X86_REG_CS, X86_REG_DS, X86_REG_ES, X86_REG_FS, X86_REG_GS, X86_REG_SS -> true;
      default -> false;
    };
  }

  /** The number of a bit in a register reaches beyond the operand, in both directions. */
  private long bitString(Instruction instruction, Operand.Memory memory, ProcessorView cpu) {
    if (!(instruction.operands().get(1) instanceof Operand.Register register)) {
      return 0;
    }
    int unused = Long.SIZE - memory.size() * Byte.SIZE;
    long bit = addresses.value(register.id(), cpu) << unused >> unused;
    return Math.floorDiv(bit, (long) memory.size() * Byte.SIZE) * memory.size();
  }

  private void special(Pieces pieces, Instruction instruction, ProcessorView cpu) {
    switch (instruction.id()) {
      case X86_INS_MASKMOVQ -> maskedBytes(pieces, instruction, 8, cpu);
      case X86_INS_MASKMOVDQU, X86_INS_VMASKMOVDQU -> maskedBytes(pieces, instruction, 16, cpu);
      case X86_INS_LTR -> busyBit(pieces, instruction, cpu);
      case X86_INS_MOV, X86_INS_POP -> accessedBit(pieces, instruction, cpu);
      case X86_INS_LDS, X86_INS_LES, X86_INS_LFS, X86_INS_LGS, X86_INS_LSS ->
          farPointer(pieces, instruction, cpu);
      default -> {}
    }
  }

  private static void maskedBytes(
      Pieces pieces, Instruction instruction, int bytes, ProcessorView cpu) {
    long offset =
        OperandAddress.truncate(
            cpu.register("rdi"), instruction.encoding().addressBytes() * Byte.SIZE);
    String segment = StringEffects.overridden(instruction);
    pieces.repeated(OperandAddress.linear(offset, segment, cpu), bytes, 1);
  }

  /** Loading the task register marks the task's descriptor. */
  private void busyBit(Pieces pieces, Instruction instruction, ProcessorView cpu) {
    selectorOf(pieces, instruction.operands().get(0), instruction, 0, cpu);
  }

  /** So does loading a segment register, the first time. */
  private void accessedBit(Pieces pieces, Instruction instruction, ProcessorView cpu) {
    if (!(instruction.operands().get(0) instanceof Operand.Register loaded)
        || !isSegment(loaded.id())
        || !cpu.isProtected()) {
      return;
    }
    if (instruction.id() == X86_INS_POP) {
      mark(pieces, (int) cpu.memory(StackEffects.top(cpu, 0), 2), cpu);
    } else {
      selectorOf(pieces, instruction.operands().get(1), instruction, 0, cpu);
    }
  }

  private void farPointer(Pieces pieces, Instruction instruction, ProcessorView cpu) {
    if (cpu.isProtected() && instruction.operands().size() > 1) {
      int offset = instruction.operands().get(0).size();
      selectorOf(pieces, instruction.operands().get(1), instruction, offset, cpu);
    }
  }

  private void selectorOf(
      Pieces pieces, Operand operand, Instruction instruction, int further, ProcessorView cpu) {
    long selector = 0;
    if (operand instanceof Operand.Register register) {
      selector = addresses.value(register.id(), cpu);
    } else if (operand instanceof Operand.Memory memory) {
      selector = cpu.memory(addresses.of(instruction, memory, cpu, further), 2);
    }
    mark(pieces, (int) (selector & 0xffff), cpu);
  }

  private static void mark(Pieces pieces, int selector, ProcessorView cpu) {
    if ((selector & ~3) != 0) {
      pieces.store(cpu.descriptor(selector) + 4, 4);
    }
  }
}
