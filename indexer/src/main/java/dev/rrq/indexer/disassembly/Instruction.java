package dev.rrq.indexer.disassembly;

import static capstone.X86_const.X86_REG_RIP;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A decoded instruction.
 *
 * @param address where it is
 * @param length bytes
 * @param id an {@code X86_INS_} constant of {@code capstone.X86_const}
 * @param mnemonic its name, with its prefixes: {@code rep movsb}
 * @param operandText its operands as Intel's syntax writes them
 * @param operands its explicit operands, and the implicit ones that Capstone lists as such
 * @param readRegisters registers that it reads besides its operands
 * @param writtenRegisters registers that it writes besides its operands
 * @param encoding how it is encoded
 */
public record Instruction(
    long address,
    int length,
    int id,
    String mnemonic,
    String operandText,
    List<Operand> operands,
    List<Integer> readRegisters,
    List<Integer> writtenRegisters,
    Encoding encoding) {

  /** No instruction is longer. */
  public static final int MAX_LENGTH = 15;

  /** Copies the lists. */
  public Instruction {
    operands = List.copyOf(operands);
    readRegisters = List.copyOf(readRegisters);
    writtenRegisters = List.copyOf(writtenRegisters);
  }

  /** Its first operand in memory. */
  public Optional<Operand.Memory> memory() {
    for (Operand operand : operands) {
      if (operand instanceof Operand.Memory memory) {
        return Optional.of(memory);
      }
    }
    return Optional.empty();
  }

  /**
   * The address that its encoding alone names: where it jumps to, a place relative to the
   * instruction pointer, or a constant, which may be a number instead.
   */
  public OptionalLong constant() {
    for (Operand operand : operands) {
      if (operand instanceof Operand.Immediate immediate) {
        return OptionalLong.of(immediate.value());
      }
      if (operand instanceof Operand.Memory memory
          && memory.base() == X86_REG_RIP
          && memory.index() == 0
          && memory.segment() == 0) {
        return OptionalLong.of(next() + memory.displacement());
      }
    }
    return OptionalLong.empty();
  }

  /** Where the next instruction is, unless this one jumps. */
  public long next() {
    return address + length;
  }

  @Override
  public String toString() {
    return operandText.isEmpty() ? mnemonic : mnemonic + " " + operandText;
  }
}
