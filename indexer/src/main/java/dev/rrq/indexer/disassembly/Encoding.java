package dev.rrq.indexer.disassembly;

/**
 * How an instruction is encoded, as far as it matters for what it does.
 *
 * @param lock whether it has the prefix {@code lock}
 * @param repeat the prefix {@code rep} or {@code repne}, 0xf3 or 0xf2, or 0
 * @param segment the prefix of a segment, 0x64 for {@code fs}, or 0
 * @param operandSizePrefix whether it has the prefix 0x66
 * @param rex the REX prefix, or 0
 * @param opcode its opcode; bytes that follow 0x0f are the lower ones
 * @param modrm the ModR/M byte, or 0
 * @param addressBytes size of its addresses: 2, 4 or 8
 */
public record Encoding(
    boolean lock,
    int repeat,
    int segment,
    boolean operandSizePrefix,
    int rex,
    int opcode,
    int modrm,
    int addressBytes) {

  private static final int REX_W = 0x48;

  /** Whether a REX prefix makes its operands 64 bits wide. */
  public boolean wide() {
    return (rex & REX_W) == REX_W;
  }
}
