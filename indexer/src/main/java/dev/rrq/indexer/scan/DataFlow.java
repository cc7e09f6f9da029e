package dev.rrq.indexer.scan;

import dev.rrq.indexer.disassembly.Disassembler;
import dev.rrq.indexer.disassembly.Instruction;
import dev.rrq.indexer.disassembly.Operand;
import dev.rrq.indexer.disassembly.RegisterView;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which values an instruction moves where, as far as following one value backwards needs it.
 * Registers are named by the widest ones that hold them.
 *
 * @param sources registers whose values become part of what it writes; those that only form an
 *     address are not among them
 * @param targets registers that it writes
 * @param computes whether what it writes is anything else than a copy of one source
 * @param readsMemory whether one of its operands is read from memory
 */
public record DataFlow(
    Set<String> sources, Set<String> targets, boolean computes, boolean readsMemory) {

  private static final Set<String> STRING_REGISTERS = Set.of("rsi", "rdi", "rcx", "eflags");
  private static final Set<String> COPIES =
      Set.of(
          "mov", "movabs", "movzx", "movsx", "movsxd", "push", "pop", "call", "ret", "leave",
          "movsb", "movsw", "movsd", "movsq", "stosb", "stosw", "stosd", "stosq", "lodsb", "lodsw",
          "lodsd", "lodsq", "movaps", "movups", "movdqa", "movdqu", "movapd", "movupd", "movq",
          "movd", "movnti", "movntdq", "cdqe", "cwde", "pushfq", "jmp", "nop", "endbr64");

  /** What an instruction moves. */
  public static DataFlow of(Instruction instruction, Disassembler names) {
    String name = base(instruction.mnemonic());
    boolean string = isString(name, instruction);
    Set<String> sources = new HashSet<>();
    Set<String> targets = new HashSet<>();
    boolean computes = !COPIES.contains(name);
    boolean readsMemory = string && !name.startsWith("stos");
    for (Operand operand : instruction.operands()) {
      if (operand instanceof Operand.Register register) {
        Optional<RegisterView> view = RegisterView.of(names.registerName(register.id()));
        // The upper byte of a word is a copy of no whole register.
        computes |= view.isPresent() && view.get().shift() > 0;
        String whole = view.map(RegisterView::whole).orElse("?");
        if (isRead(register, name)) {
          sources.add(whole);
        }
        if (register.written()) {
          targets.add(whole);
        }
      } else if (operand instanceof Operand.Memory memory) {
        readsMemory |= memory.read() && !name.equals("lea");
        if (name.equals("lea")) {
          add(sources, names, memory.base());
          add(sources, names, memory.index());
        }
      }
    }
    boolean implicit = computes || string;
    if (implicit) {
      instruction.readRegisters().forEach(register -> add(sources, names, register));
    }
    instruction.writtenRegisters().forEach(register -> add(targets, names, register));
    targets.remove("eflags");
    if (string) {
      sources.removeAll(STRING_REGISTERS);
      if (name.startsWith("movs")) {
        sources.clear();
      }
    }
    if (isZeroing(name, instruction)) {
      sources.clear();
      computes = false;
    }
    if (name.equals("pop") || name.equals("ret") || name.equals("leave")) {
      readsMemory = true;
    }
    return new DataFlow(Set.copyOf(sources), Set.copyOf(targets), computes, readsMemory);
  }

  /** Capstone says of some pure writes that they read their target. */
  private static boolean isRead(Operand.Register register, String name) {
    boolean pureWrite = register.written() && COPIES.contains(name);
    return register.read() && !pureWrite;
  }

  private static String base(String mnemonic) {
    String name = mnemonic.toLowerCase(Locale.ROOT);
    int blank = name.lastIndexOf(' ');
    return name.substring(blank + 1);
  }

  private static boolean isString(String name, Instruction instruction) {
    boolean known =
        name.startsWith("stos") || name.startsWith("lods") || name.matches("movs[bwdq]");
    // An SSE instruction is called movsd as well.
    return known
        && instruction.operands().stream()
            .noneMatch(
                operand -> operand instanceof Operand.Register register && register.size() > 8);
  }

  /** {@code xor eax, eax} and the like give zero, whatever was there. */
  private static boolean isZeroing(String name, Instruction instruction) {
    boolean candidate = name.equals("xor") || name.equals("sub") || name.equals("pxor");
    return candidate
        && instruction.operands().size() == 2
        && instruction.operands().get(0) instanceof Operand.Register first
        && instruction.operands().get(1) instanceof Operand.Register second
        && first.id() == second.id();
  }

  private static void add(Set<String> registers, Disassembler names, int register) {
    if (register != 0) {
      RegisterView.of(names.registerName(register))
          .map(RegisterView::whole)
          .filter(whole -> !whole.equals("rip"))
          .ifPresent(registers::add);
    }
  }
}
