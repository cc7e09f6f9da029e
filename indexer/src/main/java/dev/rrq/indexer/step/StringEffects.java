package dev.rrq.indexer.step;

import dev.rrq.indexer.disassembly.CodeSize;
import dev.rrq.indexer.disassembly.Encoding;
import dev.rrq.indexer.disassembly.Instruction;

/** One round of a string instruction: with a repeat prefix, each round is a step of its own. */
final class StringEffects {

  private static final int INS = 0x6c;
  private static final int OUTS = 0x6e;
  private static final int MOVS = 0xa4;
  private static final int CMPS = 0xa6;
  private static final int STOS = 0xaa;
  private static final int LODS = 0xac;
  private static final int SCAS = 0xae;

  /** The lowest bit of an opcode says that the operand is not a byte. */
  private static final int NOT_BYTES = 1;

  boolean isString(Instruction instruction) {
    return switch (instruction.encoding().opcode() & ~NOT_BYTES) {
      case INS, OUTS, MOVS, CMPS, STOS, LODS, SCAS -> true;
      default -> false;
    };
  }

  void add(Pieces pieces, Instruction instruction, ProcessorView cpu) {
    Encoding encoding = instruction.encoding();
    int bits = encoding.addressBytes() * Byte.SIZE;
    if (encoding.repeat() != 0 && OperandAddress.truncate(cpu.register("rcx"), bits) == 0) {
      return;
    }
    int operation = encoding.opcode() & ~NOT_BYTES;
    int size = size(encoding, cpu, operation == INS || operation == OUTS);
    long source =
        OperandAddress.linear(
            OperandAddress.truncate(cpu.register("rsi"), bits), overridden(instruction), cpu);
    long destination =
        OperandAddress.linear(OperandAddress.truncate(cpu.register("rdi"), bits), "es", cpu);
    switch (operation) {
      case INS -> pieces.input(destination, size);
      case STOS -> pieces.store(destination, size);
      case MOVS -> {
        pieces.load(source, size);
        pieces.store(destination, size);
      }
      case CMPS -> {
        pieces.load(source, size);
        pieces.load(destination, size);
      }
      case SCAS -> pieces.load(destination, size);
      default -> pieces.load(source, size);
    }
  }

  private static int size(Encoding encoding, ProcessorView cpu, boolean port) {
    if ((encoding.opcode() & NOT_BYTES) == 0) {
      return 1;
    }
    if (encoding.wide() && !port) {
      return 8;
    }
    return encoding.operandSizePrefix() == (cpu.codeSize() == CodeSize.BITS_16) ? 4 : 2;
  }

  /** The segment of the source, {@code ds} unless a prefix says otherwise. */
  static String overridden(Instruction instruction) {
    return switch (instruction.encoding().segment()) {
      case 0x26 -> "es";
      case 0x2e -> "cs";
      case 0x36 -> "ss";
      case 0x64 -> "fs";
      case 0x65 -> "gs";
      default -> "ds";
    };
  }
}
