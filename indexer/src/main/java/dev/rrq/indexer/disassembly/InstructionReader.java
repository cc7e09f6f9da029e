package dev.rrq.indexer.disassembly;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the structures {@code cs_insn}, {@code cs_detail} and {@code cs_x86} of Capstone 4, whose
 * layout is fixed for a major version ({@code capstone/capstone.h}, {@code capstone/x86.h}).
 */
final class InstructionReader {

  private static final int INSN_ID = 0;
  private static final int INSN_ADDRESS = 8;
  private static final int INSN_SIZE = 16;
  private static final int INSN_MNEMONIC = 34;
  private static final int MNEMONIC_BYTES = 32;
  private static final int INSN_OPERANDS = 66;
  private static final int OPERANDS_BYTES = 160;
  private static final int INSN_DETAIL = 232;
  private static final int INSN_BYTES = 240;

  private static final int DETAIL_READ = 0;
  private static final int DETAIL_READ_COUNT = 24;
  private static final int DETAIL_WRITTEN = 26;
  private static final int DETAIL_WRITTEN_COUNT = 66;
  private static final int X86 = 80;
  private static final int X86_PREFIX = X86;
  private static final int X86_OPCODE = X86 + 4;
  private static final int OPCODE_BYTES = 4;
  private static final int X86_REX = X86 + 8;
  private static final int X86_ADDRESS_SIZE = X86 + 9;
  private static final int X86_MODRM = X86 + 10;
  private static final int X86_OPERAND_COUNT = X86 + 64;
  private static final int X86_OPERANDS = X86 + 72;
  private static final int OPERAND_BYTES = 48;
  private static final int MAX_OPERANDS = 8;
  private static final int DETAIL_BYTES = X86_OPERANDS + MAX_OPERANDS * OPERAND_BYTES;

  private static final int OPERAND_VALUE = 8;
  private static final int OPERAND_SIZE = 32;
  private static final int OPERAND_ACCESS = 33;
  private static final int ACCESS_READ = 1;
  private static final int ACCESS_WRITE = 2;

  private static final int TYPE_REGISTER = 1;
  private static final int TYPE_IMMEDIATE = 2;
  private static final int TYPE_MEMORY = 3;

  private static final int LOCK = 0xf0;
  private static final int TWO_BYTE_ESCAPE = 0x0f;

  private final ByteBuffer insn;
  private final ByteBuffer detail;

  /** For the structure that {@code cs_malloc} gave, which is filled again and again. */
  InstructionReader(Pointer instruction) {
    insn = instruction.getByteBuffer(0, INSN_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    detail =
        new Pointer(insn.getLong(INSN_DETAIL))
            .getByteBuffer(0, DETAIL_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
  }

  Instruction read() {
    return new Instruction(
        insn.getLong(INSN_ADDRESS),
        insn.getShort(INSN_SIZE),
        insn.getInt(INSN_ID),
        text(INSN_MNEMONIC, MNEMONIC_BYTES),
        text(INSN_OPERANDS, OPERANDS_BYTES),
        operands(),
        registers(DETAIL_READ, DETAIL_READ_COUNT),
        registers(DETAIL_WRITTEN, DETAIL_WRITTEN_COUNT),
        encoding());
  }

  private String text(int at, int limit) {
    byte[] bytes = new byte[limit];
    insn.get(at, bytes);
    int length = 0;
    while (length < limit && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.US_ASCII);
  }

  private List<Integer> registers(int at, int countAt) {
    int count = detail.get(countAt);
    List<Integer> registers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      registers.add((int) detail.getShort(at + 2 * i));
    }
    return registers;
  }

  private List<Operand> operands() {
    int count = Math.min(detail.get(X86_OPERAND_COUNT), MAX_OPERANDS);
    List<Operand> operands = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int at = X86_OPERANDS + i * OPERAND_BYTES;
      int value = at + OPERAND_VALUE;
      int size = detail.get(at + OPERAND_SIZE) & 0xff;
      int access = detail.get(at + OPERAND_ACCESS);
      boolean read = (access & ACCESS_READ) != 0;
      boolean written = (access & ACCESS_WRITE) != 0;
      switch (detail.getInt(at)) {
        case TYPE_REGISTER ->
            operands.add(new Operand.Register(detail.getInt(value), size, read, written));
        case TYPE_IMMEDIATE -> operands.add(new Operand.Immediate(detail.getLong(value), size));
        case TYPE_MEMORY -> operands.add(memory(value, size, read, written));
        default -> {}
      }
    }
    return operands;
  }

  private Operand.Memory memory(int at, int size, boolean read, boolean written) {
    return new Operand.Memory(
        detail.getInt(at),
        detail.getInt(at + 4),
        detail.getInt(at + 8),
        detail.getInt(at + 12),
        detail.getLong(at + 16),
        size,
        read,
        written);
  }

  private Encoding encoding() {
    int first = detail.get(X86_PREFIX) & 0xff;
    return new Encoding(
        first == LOCK,
        first == LOCK ? 0 : first,
        detail.get(X86_PREFIX + 1) & 0xff,
        detail.get(X86_PREFIX + 2) != 0,
        detail.get(X86_REX) & 0xff,
        opcode(),
        detail.get(X86_MODRM) & 0xff,
        detail.get(X86_ADDRESS_SIZE));
  }

  /** Capstone gives the bytes of an opcode in order, followed by zeros. */
  private int opcode() {
    int opcode = detail.get(X86_OPCODE) & 0xff;
    if (opcode != TWO_BYTE_ESCAPE) {
      return opcode;
    }
    opcode = (opcode << 8) | (detail.get(X86_OPCODE + 1) & 0xff);
    for (int i = 2; i < OPCODE_BYTES && detail.get(X86_OPCODE + i) != 0; i++) {
      opcode = (opcode << 8) | (detail.get(X86_OPCODE + i) & 0xff);
    }
    return opcode;
  }
}
