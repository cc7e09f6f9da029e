package dev.rrq.indexer.step;

import static capstone.X86_const.*;

import dev.rrq.indexer.disassembly.Instruction;
import dev.rrq.indexer.disassembly.Operand;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which instructions store to their operand in memory, and how many bytes, where Capstone 4.0.2 is
 * wrong or does not say.
 */
final class StoreTable {

  /** They name a place, and at most read it. */
  private static final Set<Integer> READERS =
      Set.of(
          X86_INS_LEA,
          X86_INS_NOP,
          X86_INS_CMP,
          X86_INS_TEST,
          X86_INS_BT,
          X86_INS_PUSH,
          X86_INS_CALL,
          X86_INS_LCALL,
          X86_INS_JMP,
          X86_INS_LJMP,
          X86_INS_MUL,
          X86_INS_IMUL,
          X86_INS_DIV,
          X86_INS_IDIV,
          X86_INS_INVLPG,
          X86_INS_PREFETCH,
          X86_INS_PREFETCHW,
          X86_INS_PREFETCHNTA,
          X86_INS_PREFETCHT0,
          X86_INS_PREFETCHT1,
          X86_INS_PREFETCHT2,
          X86_INS_CLFLUSH,
          X86_INS_CLFLUSHOPT,
          X86_INS_CLWB,
          X86_INS_LGDT,
          X86_INS_LIDT,
          X86_INS_LLDT,
          X86_INS_LTR,
          X86_INS_LMSW,
          X86_INS_FXRSTOR,
          X86_INS_FXRSTOR64,
          X86_INS_XRSTOR,
          X86_INS_XRSTOR64,
          X86_INS_FLDENV,
          X86_INS_FRSTOR,
          X86_INS_FLDCW,
          X86_INS_LDMXCSR,
          X86_INS_VLDMXCSR);

  private static final Set<Integer> WRITERS = new HashSet<>();
  private static final Map<Integer, Integer> SIZES = new HashMap<>();

  static {
    sized(1, X86_INS_PEXTRB, X86_INS_VPEXTRB);
    sized(1, X86_INS_SETAE, X86_INS_SETA, X86_INS_SETBE, X86_INS_SETB, X86_INS_SETE);
    sized(1, X86_INS_SETGE, X86_INS_SETG, X86_INS_SETLE, X86_INS_SETL, X86_INS_SETNE);
    sized(1, X86_INS_SETNO, X86_INS_SETNP, X86_INS_SETNS, X86_INS_SETO, X86_INS_SETP, X86_INS_SETS);
    sized(2, X86_INS_PEXTRW, X86_INS_VPEXTRW, X86_INS_FNSTCW, X86_INS_FNSTSW);
    sized(2, X86_INS_SLDT, X86_INS_STR, X86_INS_SMSW, X86_INS_ARPL);
    sized(4, X86_INS_PEXTRD, X86_INS_VPEXTRD, X86_INS_EXTRACTPS, X86_INS_VEXTRACTPS);
    sized(4, X86_INS_STMXCSR, X86_INS_VSTMXCSR);
    sized(8, X86_INS_PEXTRQ, X86_INS_VPEXTRQ, X86_INS_CMPXCHG8B);
    sized(8, X86_INS_MOVLPS, X86_INS_MOVHPS, X86_INS_MOVLPD, X86_INS_MOVHPD, X86_INS_MOVNTQ);
    sized(8, X86_INS_VMOVLPS, X86_INS_VMOVHPS, X86_INS_VMOVLPD, X86_INS_VMOVHPD);
    sized(10, X86_INS_FBSTP);
    sized(16, X86_INS_CMPXCHG16B, X86_INS_VEXTRACTF128, X86_INS_VEXTRACTI128);
    writers(X86_INS_XADD, X86_INS_XCHG, X86_INS_CMPXCHG, X86_INS_MOVNTI, X86_INS_MOVBE);
    writers(X86_INS_FST, X86_INS_FSTP, X86_INS_FIST, X86_INS_FISTP, X86_INS_FISTTP);
    writers(X86_INS_FNSTENV, X86_INS_FNSAVE, X86_INS_FXSAVE, X86_INS_FXSAVE64);
    writers(X86_INS_XSAVE, X86_INS_XSAVE64, X86_INS_XSAVEOPT, X86_INS_XSAVEOPT64);
    writers(X86_INS_SGDT, X86_INS_SIDT, X86_INS_POP, X86_INS_SHLD, X86_INS_SHRD);
    writers(X86_INS_BTS, X86_INS_BTR, X86_INS_BTC, X86_INS_INC, X86_INS_DEC, X86_INS_NOT);
    writers(X86_INS_NEG, X86_INS_ROL, X86_INS_ROR, X86_INS_RCL, X86_INS_RCR, X86_INS_SHL);
    writers(X86_INS_SAL, X86_INS_SHR, X86_INS_SAR, X86_INS_MOVABS, X86_INS_VCVTPS2PH);
    writers(X86_INS_MOVNTDQ, X86_INS_MOVNTPS, X86_INS_MOVNTPD, X86_INS_VMOVNTDQ);
    writers(X86_INS_VMOVNTPS, X86_INS_VMOVNTPD, X86_INS_MOVNTSD, X86_INS_MOVNTSS);
  }

  /** They load what they then change; Capstone says of many others that they do. */
  private static final Set<Integer> CHANGERS =
      Set.of(
          X86_INS_ADD,
          X86_INS_SUB,
          X86_INS_ADC,
          X86_INS_SBB,
          X86_INS_AND,
          X86_INS_OR,
          X86_INS_XOR,
          X86_INS_INC,
          X86_INS_DEC,
          X86_INS_NOT,
          X86_INS_NEG,
          X86_INS_ROL,
          X86_INS_ROR,
          X86_INS_RCL,
          X86_INS_RCR,
          X86_INS_SHL,
          X86_INS_SAL,
          X86_INS_SHR,
          X86_INS_SAR,
          X86_INS_SHLD,
          X86_INS_SHRD,
          X86_INS_BTS,
          X86_INS_BTR,
          X86_INS_BTC,
          X86_INS_XADD,
          X86_INS_XCHG,
          X86_INS_CMPXCHG,
          X86_INS_CMPXCHG8B,
          X86_INS_CMPXCHG16B,
          X86_INS_ARPL);

  /** They store only where their first operand is the place; else they load. */
  private static final Set<Integer> MOVES =
      Set.of(
          X86_INS_MOV,
          X86_INS_MOVUPS,
          X86_INS_MOVUPD,
          X86_INS_MOVAPS,
          X86_INS_MOVAPD,
          X86_INS_MOVDQA,
          X86_INS_MOVDQU,
          X86_INS_MOVSS,
          X86_INS_MOVSD,
          X86_INS_MOVD,
          X86_INS_MOVQ,
          X86_INS_VMOVUPS,
          X86_INS_VMOVUPD,
          X86_INS_VMOVAPS,
          X86_INS_VMOVAPD,
          X86_INS_VMOVDQA,
          X86_INS_VMOVDQU,
          X86_INS_VMOVSS,
          X86_INS_VMOVSD,
          X86_INS_VMOVD,
          X86_INS_VMOVQ,
          X86_INS_VMASKMOVPS,
          X86_INS_VMASKMOVPD,
          X86_INS_VPMASKMOVD,
          X86_INS_VPMASKMOVQ,
          X86_INS_ADD,
          X86_INS_SUB,
          X86_INS_ADC,
          X86_INS_SBB,
          X86_INS_AND,
          X86_INS_OR,
          X86_INS_XOR);

  private StoreTable() {}

  /** Whether the instruction stores to its operand of this number, which is in memory. */
  static boolean stores(Instruction instruction, int number, Operand.Memory memory) {
    int id = instruction.id();
    if (READERS.contains(id)) {
      return false;
    }
    boolean exchanges = id == X86_INS_XCHG || id == X86_INS_XADD;
    if (number > 0 && !exchanges) {
      return false;
    }
    return memory.written() || WRITERS.contains(id) || MOVES.contains(id);
  }

  /** Whether one that stores to memory has loaded from there before. */
  static boolean loads(Instruction instruction) {
    return CHANGERS.contains(instruction.id());
  }

  /** How many bytes it stores there. */
  static int size(Instruction instruction, Operand.Memory memory) {
    Integer size = SIZES.get(instruction.id());
    return size == null ? memory.size() : size;
  }

  private static void writers(int... ids) {
    for (int id : ids) {
      WRITERS.add(id);
    }
  }

  private static void sized(int size, int... ids) {
    for (int id : ids) {
      WRITERS.add(id);
      SIZES.put(id, size);
    }
  }
}
